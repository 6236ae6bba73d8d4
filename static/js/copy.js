// Copies a record's values into the national terminal's fields one by one, and marks what was copied.
(() => {
  const list = document.querySelector(".copying");
  const buttons = [...list.querySelectorAll("button")];

  async function write(input) {
    try {
      await navigator.clipboard.writeText(input.value);
    } catch {
      // Without HTTPS, or where the browser refuses.
      const focused = document.activeElement;
      input.select();
      document.execCommand("copy");
      focused.focus();
    }
  }

  async function copy(button) {
    const row = button.parentElement;
    // At once: the next Enter must not copy the same value again.
    (buttons[buttons.indexOf(button) + 1] ?? button).focus();
    await write(row.querySelector("input"));
    row.classList.add("copied");
    row.querySelector("output").textContent = list.dataset.copied;
  }

  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
  list.addEventListener("focusin", (event) => {
    if (event.target.matches("input")) event.target.select();
  });
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.matches("#search")) return;
    const button = buttons.find((one) => one.dataset.key === event.key);
    if (!button) return;
    event.preventDefault();
    copy(button);
  });
  buttons[0]?.focus();
})();
