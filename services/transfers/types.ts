/** What a transfer has moved. */
export interface MovedAccount {
  id: string;
  owner_id: string;
  owner_name: string;
  parent_profile_id: string | null;
  status: string;
  claimed: boolean;
  [column: string]: unknown;
}
