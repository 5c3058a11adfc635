/** Made by `npm run messages` of i18n/en/refusals/requests.json. */
export type Requests = {
  authentication_required: string;
  invalid_api_key: string;
  forbidden: {
    nobody: string;
    managers: string;
    administrators: string;
    everyone: string;
    api_keys: string;
    signed_in: string;
  };
  scope_missing: (values: { scope: string }) => string;
  acting_user_required: string;
  cross_site_request: { api: string; page: string };
  loopback_only: string;
  too_many_requests: { api: string; page: string };
  method_not_allowed: (values: { methods: string }) => string;
  unsupported_media_type: { type: (values: { accepts: string }) => string; encoding: string; charset: string };
  body_too_large: { api: string; page: string };
  body_incomplete: { ended_early: string; wrong_length: string };
  malformed_json: string;
  json_too_deep: (values: { levels: number }) => string;
  bad_request: { page: string; api: string };
  invalid_request: {
    page: (values: { problem: string }) => string;
    nothing: string;
    field: (values: { path: string; problem: string }) => string;
    fieldAndMore: (values: { path: string; problem: string; more: number }) => string;
    whole: (values: { problem: string }) => string;
    wholeAndMore: (values: { problem: string; more: number }) => string;
  };
  idempotency_key_in_use: { page: string; api: string };
  idempotency_key_reused: { page: string; api: string };
  not_found: {
    account: string;
    account_owner: string;
    address: string;
    api_key: string;
    disconnect: string;
    parent_profile: string;
    resource: string;
    session: string;
    surge_hold: string;
    transfer: string;
    user: string;
  };
  too_many_streams: { caller: (values: { max: number }) => string; everybody: string };
  temporarily_unavailable: string;
  internal_error: string;
  bad_signature: {
    google: {
      algorithm: string;
      audience: string;
      claims: string;
      form: string;
      issuer: string;
      no_key_id: string;
      not_set_up: string;
      signature: string;
      time: string;
      type: string;
      unknown_key: string;
    };
    meta: string;
    resend: string;
  };
  keys_unavailable: string;
  no_person: string;
};
