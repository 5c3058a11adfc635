/** Text that a narrow column breaks only where people can still read it. */
import { addressPieces } from '../../i18n/shown-address.js';

/** A wide screen has room for an address of this length in a table. */
const USUAL_LENGTH = 44;
/** A longer piece may be broken anywhere. Otherwise, a table with it would be wider than the page. */
const TOO_LONG = /\S{31}/;

export const AddressText = ({ address }: { address: string }) => (
  <bdi className={address.length > USUAL_LENGTH ? 'address' : 'address usual'}>
    <Pieces of={addressPieces(address)} />
  </bdi>
);

/** What someone wrote into a cell of a spreadsheet: an address, a list (“account_owner;…”), or anything else. */
export const CellText = ({ text }: { text: string }) =>
  /^[^\s;,]+@[^\s;,]+$/.test(text) ? (
    <AddressText address={text} />
  ) : (
    <bdi>
      <Pieces of={text.split(/(?<=[;_](?!\s))/)} />
    </bdi>
  );

const Pieces = ({ of }: { of: readonly string[] }) =>
  of.map((piece, i) => (
    <span key={i} className={TOO_LONG.test(piece) ? undefined : 'piece'}>
      {piece}
    </span>
  ));
