// The one thing that the page does: copy a command. Without this, all is there to be read.
(() => {
  const said = document.getElementById('said');

  // Where there is no clipboard to be had (an http: page), the selection is copied.
  async function copy(element) {
    try {
      await navigator.clipboard.writeText(element.textContent);
      return true;
    } catch {
      getSelection().selectAllChildren(element);
      return document.execCommand('copy');
    }
  }

  for (const button of document.querySelectorAll('button[data-copies]')) {
    const word = button.firstElementChild;
    button.hidden = false;
    button.addEventListener('click', async () => {
      const done = await copy(document.getElementById(button.dataset.copies));
      word.textContent = done ? 'Copied' : 'Selected';
      said.textContent = done ? 'The command is copied.' : 'The command is selected: copy it by hand.';
      setTimeout(() => { word.textContent = 'Copy'; said.textContent = ''; }, 3000);
    });
  }
})();
