import type { ComponentChildren } from 'preact';

const LINK_OR_CODE = /\[([^\]]+)\]\((https:[^)\s]+)\)|`([^`]+)`/g;

/** A paragraph of the Markdown that Zapier's help texts use: links and `code`. */
export const Inline = ({ text }: { readonly text: string }) => <>{inlineOf(text)}</>;

/** Several paragraphs of it, separated by blank lines. */
export const Paragraphs = ({ text }: { readonly text: string }) => (
  <>
    {text.split(/\n{2,}/).map((paragraph) => (
      <p key={paragraph}>
        <Inline text={paragraph} />
      </p>
    ))}
  </>
);

const inlineOf = (text: string): ComponentChildren[] => {
  const parts: ComponentChildren[] = [];
  let from = 0;
  for (const match of text.matchAll(LINK_OR_CODE)) {
    const [whole, words = '', address = '', code] = match;
    parts.push(text.slice(from, match.index));
    parts.push(
      code === undefined ? (
        <a key={match.index} href={address} target="_blank" rel="noreferrer">
          {words}
        </a>
      ) : (
        <code key={match.index}>{code}</code>
      ),
    );
    from = match.index + whole.length;
  }
  return [...parts, text.slice(from)];
};
