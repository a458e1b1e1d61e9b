// Draws the charts from the numbers that the page carries; without it, the tables still hold them all.
"use strict";
(() => {
  const numbers = JSON.parse(document.getElementById("numbers").textContent);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let charts = [];

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const span = (row) => (row.to_days === null ? `${row.from_days}+` : row.from_days === row.to_days ? `${row.from_days}` : `${row.from_days}-${row.to_days}`);
  const short = (name) => (name.length > 20 ? `${name.slice(0, 19)}…` : name);
  const recalled = (row) => `${Math.round(100 * row.retention)}%: ${row.recalled} of ${row.reviews}`;

  const bars = (label, data, name) => ({ label, data, backgroundColor: colour(name), borderColor: colour("faint"), borderWidth: name === "rest" ? 1 : 0, maxBarThickness: 36 });
  const whole = { precision: 0 };
  const share = { min: 0, max: 1, ticks: { callback: (value) => `${Math.round(100 * value)}%`, stepSize: 0.25 } };
  const grid = () => ({ grid: { color: colour("line") } });
  const plain = { grid: { display: false } };

  const hunts = numbers.hunts.begun ? [bars("Bug hunts", numbers.forecast.map((row) => row.hunts), "third")] : [];

  const configs = {
    forecast: () => ({
      data: {
        labels: numbers.forecast.map((row) => row.day.slice(5)),
        datasets: [bars("Cards", numbers.forecast.map((row) => row.cards), "first"), bars("Exercises", numbers.forecast.map((row) => row.exercises), "second"), ...hunts],
      },
      options: { scales: { x: { ...plain, stacked: true }, y: { ...grid(), stacked: true, beginAtZero: true, ticks: whole } } },
    }),
    intervals: () => ({
      data: {
        labels: numbers.retention_by_interval.map((row) => [span(row), `(${row.reviews})`]),
        datasets: [bars("Recalled", numbers.retention_by_interval.map((row) => row.retention), "first")],
      },
      options: {
        scales: { x: plain, y: { ...grid(), ...share } },
        plugins: { legend: { display: false }, tooltip: { callbacks: { label: (point) => recalled(numbers.retention_by_interval[point.dataIndex]) } } },
      },
    }),
    decks: () => ({
      data: {
        labels: numbers.retention_by_deck.map((row) => short(row.deck)),
        datasets: [bars("Recalled", numbers.retention_by_deck.map((row) => row.retention), "first")],
      },
      options: {
        indexAxis: "y",
        scales: { x: { ...grid(), ...share }, y: plain },
        plugins: { legend: { display: false }, tooltip: { callbacks: { label: (point) => recalled(numbers.retention_by_deck[point.dataIndex]) } } },
      },
    }),
    topics: () => ({
      data: {
        labels: numbers.topics.map((row) => short(row.topic)),
        datasets: [bars("Passed", numbers.topics.map((row) => row.passed), "first"), bars("Open", numbers.topics.map((row) => row.open), "rest")],
      },
      options: { indexAxis: "y", scales: { x: { ...grid(), stacked: true, beginAtZero: true, ticks: whole }, y: { ...plain, stacked: true } } },
    }),
    time: () => ({
      data: {
        labels: numbers.weeks.map((week) => week.monday.slice(5)),
        datasets: [bars("Minutes", numbers.weeks.map((week) => week.seconds / 60), "first")],
      },
      options: {
        scales: { x: plain, y: { ...grid(), beginAtZero: true, title: { display: true, text: "minutes" } } },
        plugins: { legend: { display: false }, tooltip: { callbacks: { label: (point) => `${Math.round(point.parsed.y)} minutes` } } },
      },
    }),
  };

  function draw() {
    charts.forEach((chart) => chart.destroy());
    Chart.defaults.color = colour("text");
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    const general = { type: "bar", options: { animation: false, maintainAspectRatio: false } };
    charts = Object.entries(configs)
      .map(([id, config]) => [document.getElementById(id), config])
      .filter(([canvas]) => canvas)
      .map(([canvas, config]) => { const own = config(); return new Chart(canvas, { ...general, ...own, options: { ...general.options, ...own.options } }); });
  }

  draw();
  dark.addEventListener("change", draw);
})();
