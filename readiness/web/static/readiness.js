// Comfort only: every page works without this.

// Bring people who sent something that needs them to the summary of what does.
document.querySelector(".nhsuk-error-summary")?.focus();

// Ask before leaving a page with unsaved answers.
const form = document.querySelector("form[data-keep]");
if (form) {
  let typed = form.dataset.keep === "typed";
  form.addEventListener("input", () => { typed = true; });
  form.addEventListener("submit", () => { typed = false; });
  form.querySelector(".app-actions a")?.addEventListener("click", () => { typed = false; });
  window.addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
}
