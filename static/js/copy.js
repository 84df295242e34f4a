// <button data-copy="#id" data-copied="Copied"> copies what the field holds, or where the link leads, and says so for a moment.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.querySelector(button.dataset.copy);
  const words = source.value ?? source.href ?? source.textContent.trim();
  try {
    await navigator.clipboard.writeText(words);
  } catch {
    // No permission, or a page without TLS: select the words so that the person can copy them by hand.
    if (source.select) source.select();
    else getSelection().selectAllChildren(source);
    return;
  }
  const label = button.querySelector("[data-label]");
  button.dataset.before ??= label.textContent;
  label.textContent = button.dataset.copied;
  setTimeout(() => { label.textContent = button.dataset.before; }, 2000);
});
