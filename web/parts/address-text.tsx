/** An email address that a narrow column breaks only after the @ or before a dot, where people can still read it. */
import { Fragment } from 'react';

export const AddressText = ({ address }: { address: string }) => (
  <bdi className="address">
    {address.split(/(?<=@)|(?=\.)/).map((part, i) => (
      <Fragment key={i}>
        {i > 0 && <wbr />}
        {part}
      </Fragment>
    ))}
  </bdi>
);
