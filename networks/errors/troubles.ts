/** What can be wrong with our own app at a network, and what an operator does about it. In English, as in the log and the runbook. */
export const TROUBLES = {
  client:
    'The client id or secret is wrong, or the client was disabled or deleted. Run `networks check`, compare both with the developer console, and restore or replace the client.',
  redirect:
    'The address that people come back to is not the one in the developer console. Run `networks check` and enter the redirect URI that it prints.',
  plan: 'The credits or the plan are used up. Add credits, or raise the plan or its spending limit in the developer console.',
  access:
    'The app is not live, not reviewed, or lacks an access level, a product, or an API. Open the developer console and finish what it asks for.',
  blocked:
    'The network has blocked or suspended the app. Open the developer console, and settle what it says under alerts or required actions.',
  version:
    'The network no longer serves this version of its API or this endpoint. Update Relink, and whatever captures with its tokens.',
  origin:
    'The network refuses this server: its IP address, the restrictions of an API key, its clock, or the proof of the app secret. Check these settings in the developer console.',
} as const;

export type Trouble = keyof typeof TROUBLES;
