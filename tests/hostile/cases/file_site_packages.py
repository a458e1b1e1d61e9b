# studykit: optimizers/sgd_update
"""Plants code that every later Python would run.

Expect: not passed
"""


def sgd_update(params, lr):
    import sysconfig

    places = [sysconfig.get_paths()["purelib"], "@REPOSITORY@", "@REPOSITORY@/studykit", "@REPOSITORY@/tests"]
    for place in places:
        try:
            open(f"{place}/@MARK@.py", "w").write("owned = True\n")
        except OSError:
            pass
