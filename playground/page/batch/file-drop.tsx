import { useState } from 'preact/hooks';
import { Notice } from '../ui/feedback.tsx';
import { INVALID_ROWS, SAMPLE_ROWS, sampleTable } from './sample-rows.ts';
import type { Batch } from './use-batch.ts';

/** Where rows come from: a file, the clipboard, or generated samples. */
export const FileDrop = ({ batch }: { readonly batch: Batch }) => {
  const [isOver, setOver] = useState(false);
  const [pasted, setPasted] = useState('');
  const [withInvalid, setWithInvalid] = useState(false);
  const open = async (file: File | undefined): Promise<void> => {
    if (file) batch.load(file.name, await file.text());
  };

  return (
    <div class="form">
      {batch.error && <Notice tone="bad" title={batch.error} />}
      <label
        class={isOver ? 'drop is-over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void open(event.dataTransfer?.files[0]);
        }}
      >
        <span class="drop-title">Drop a CSV file here, or choose one</span>
        <span class="muted">The first line names the columns. Commas, semicolons or tabs.</span>
        <input
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          onChange={(event) => void open(event.currentTarget.files?.[0])}
        />
      </label>
      <div class="field">
        <label class="label" for="paste">
          Or paste rows
        </label>
        <textarea
          id="paste"
          class="input code"
          rows={4}
          placeholder={'Event Name,Email,amount\nPlan Upgraded,jane@example.com,29.90'}
          value={pasted}
          spellcheck={false}
          onInput={(event) => setPasted(event.currentTarget.value)}
        />
        <div class="actions">
          <button
            type="button"
            class="button"
            aria-disabled={pasted.trim() === ''}
            onClick={() => pasted.trim() !== '' && batch.load('Pasted rows', pasted)}
          >
            Read pasted rows
          </button>
        </div>
      </div>
      <fieldset class="field">
        <legend>
          <span class="label">Or use sample rows</span>
        </legend>
        <label class="check">
          <input
            type="checkbox"
            checked={withInvalid}
            onChange={(event) => setWithInvalid(event.currentTarget.checked)}
          />
          With {INVALID_ROWS} invalid rows, to see them rejected
        </label>
        <div class="actions">
          <button
            type="button"
            class="button"
            onClick={() => batch.use('Sample rows', sampleTable(withInvalid))}
          >
            Generate {SAMPLE_ROWS.toLocaleString('en')} sample rows
          </button>
        </div>
      </fieldset>
    </div>
  );
};
