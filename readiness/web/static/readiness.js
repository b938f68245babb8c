// Comfort only: every page works without this.

// Bring people who sent something that needs them to the summary of what does.
document.querySelector(".nhsuk-error-summary")?.focus();

// Ask before leaving a page with unsaved answers.
const kept = [...document.querySelectorAll("form[data-keep]")];
const typed = new Set(kept.filter((form) => form.dataset.keep === "typed"));
for (const form of kept) {
  form.addEventListener("input", () => { typed.add(form); });
  form.addEventListener("submit", () => { typed.delete(form); });
  form.querySelector(".app-actions a")?.addEventListener("click", () => { typed.clear(); });
}
window.addEventListener("beforeunload", (event) => { if (typed.size) event.preventDefault(); });

// Send a form of ticks as soon as one changes; the address leads back to that tick.
for (const form of document.querySelectorAll("form[data-send-on-change]")) {
  form.addEventListener("change", (event) => {
    form.action = `${form.action.split("#")[0]}#${event.target.id}`;
    form.requestSubmit();
  });
}
const tick = document.getElementById(location.hash.slice(1));
if (tick?.matches("form[data-send-on-change] input")) tick.focus({ preventScroll: true });
