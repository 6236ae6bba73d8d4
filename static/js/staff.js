// Rows of a table[data-rows]: a click opens the row's first link, arrow keys move between those links.
(() => {
  const rowLink = (row) => row?.querySelector("a[href]");

  document.addEventListener("click", (event) => {
    if (event.target.closest("a, button, input, select, label, summary") || getSelection().toString()) return;
    rowLink(event.target.closest("table[data-rows] tbody tr"))?.click();
  });

  document.addEventListener("keydown", (event) => {
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    const row = step && event.target.matches("a") && event.target.closest("table[data-rows] tbody tr");
    const link = row && rowLink(row[step]);
    if (!link) return;
    event.preventDefault();
    link.focus();
  });
})();
