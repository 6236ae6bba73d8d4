// The address that belongs to a postcode goes into its field while that is empty; what was typed stays.
document.addEventListener("htmx:afterSwap", () => {
  const found = document.querySelector("[data-fill]");
  const field = found && document.getElementById(found.dataset.fill);
  if (field && !field.value) field.value = field.dataset.begun = found.dataset.value;
});

// Tab selects all of a field: in an address that was only begun so, the cursor goes to its end.
document.addEventListener("focusin", ({ target: field }) => {
  const end = field.dataset.begun?.length;
  if (end && field.value === field.dataset.begun) field.setSelectionRange(end, end);
});

// A link to a field of a folded section unfolds it first, and puts the cursor there.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#id_"]');
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.closest("details")?.setAttribute("open", "");
  field.focus();
});
