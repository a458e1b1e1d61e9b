"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""


def transformed(submission, fitted_on, others):
    """Each of these tensors, transformed in turn by one scaler that was fitted on the first."""
    scaler = submission.StandardScaler()
    scaler.fit(fitted_on)
    return [scaler.transform(x) for x in others]


def there_and_back(submission, fitted_on, x):
    """What the inverse makes of the transformed x."""
    scaler = submission.StandardScaler()
    scaler.fit(fitted_on)
    return scaler.inverse_transform(scaler.transform(x))


def inverse(submission, fitted_on, z):
    """What the inverse makes of z."""
    scaler = submission.StandardScaler()
    scaler.fit(fitted_on)
    return scaler.inverse_transform(z)


def refitted(submission, first, second, x):
    """x after one scaler was fitted twice."""
    scaler = submission.StandardScaler()
    scaler.fit(first)
    scaler.transform(first)
    scaler.fit(second)
    return scaler.transform(x)


def two_scalers(submission, first, second, x):
    """x by each of two scalers that were both fitted before either was used."""
    a, b = submission.StandardScaler(), submission.StandardScaler()
    a.fit(first)
    b.fit(second)
    return [a.transform(x), b.transform(x)]


def inputs_afterwards(submission, fitted_on, x, z):
    """The caller's tensors as a call of each method leaves them, and after the results were overwritten."""
    scaler = submission.StandardScaler()
    scaler.fit(fitted_on)
    results = scaler.transform(x), scaler.inverse_transform(z)
    after = [value.clone() for value in (fitted_on, x, z)]
    for result in results:
        result.zero_()
    return {"called": after, "overwritten": [fitted_on, x, z]}


def after_the_data_changed(submission, fitted_on, x):
    """x by a scaler whose training tensor was overwritten after `fit`."""
    own = fitted_on.clone()
    scaler = submission.StandardScaler()
    scaler.fit(own)
    own.zero_()
    return scaler.transform(x)
