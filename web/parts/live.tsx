/**
 * A region that a screen reader announces when its content changes. It must exist, empty, before anything appears in
 * it.
 */
import type { HTMLAttributes, ReactNode } from 'react';

type Data = Record<`data-${string}`, string | undefined>;

export function Live({ children, ...more }: { children?: ReactNode; id?: string; className?: string } & Data) {
  const attributes: HTMLAttributes<HTMLDivElement> = more;
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- <output> can't contain paragraphs
    <div role="status" {...attributes}>
      {children}
    </div>
  );
}
