// Reads a chosen file into the text field, so it is sent like pasted text.
(() => {
  const choice = document.querySelector('[data-file-into]');
  const input = choice.querySelector('input');
  const field = document.getElementById(choice.dataset.fileInto);
  const result = document.getElementById('file-read');

  /** Spreadsheet programs write UTF-8, UTF-16 with a byte order mark, or the old Windows encoding. */
  function decode(bytes) {
    const [first, second] = bytes;
    if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
    if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      return new TextDecoder('windows-1252').decode(bytes);
    }
  }

  async function read() {
    const [file] = input.files;
    if (!file) return;
    field.value = decode(new Uint8Array(await file.arrayBuffer()));
    result.textContent = input.dataset.done;
  }

  choice.hidden = false;
  input.addEventListener('change', () => void read().catch(() => (result.textContent = input.dataset.failed)));
})();
