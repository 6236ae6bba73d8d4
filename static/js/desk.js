// The address that belongs to a postcode goes into its field while that is empty; what was typed stays.
document.addEventListener("htmx:afterSwap", () => {
  const found = document.querySelector("[data-fill]");
  const field = found && document.getElementById(found.dataset.fill);
  if (field && !field.value) field.value = found.dataset.value;
});
