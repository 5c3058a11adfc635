/** What was refused, and what to do about it. */
import type { FieldProblemCode, FieldProblemParams } from '../../../domain/field-problem.js';
import { PROVIDER_LABELS, type NetworkName } from '../../../domain/networks.js';
import { networkLabel } from '../../networks.js';
import type { RefusalParams } from '../../../domain/refusal.js';
import type { FieldSentences, RefusalSentences } from '../sentences.js';
import { FIELDS } from './fields.js';
import { count, number } from './numbers.js';
import { TRANSFER_PROBLEMS } from './transfers.js';

function fieldSentence<C extends FieldProblemCode>(problem: { code: C; params: FieldProblemParams[C] }): string {
  const say: FieldSentences[C] = FIELDS[problem.code];
  return say(problem.params);
}

const more = (n: number, atLeast = false) => (n > 0 ? ` (y ${atLeast ? 'al menos ' : ''}${n} más)` : '');

const label = (network: NetworkName) => networkLabel(network, 'es');

const named = ({ network, name }: { network: NetworkName; name: string }) => `La cuenta ${name} (${label(network)})`;

const WHO_MAY: Record<RefusalParams['forbidden']['audience'], string> = {
  nobody: 'Solo el propio archivo, con una clave de la API, puede hacer esto.',
  managers:
    'Solo el administrador principal y los administradores del sistema con acceso completo pueden hacer esto. Consulte a uno de ellos.',
  administrators: 'Solo los administradores del archivo pueden hacer esto. Consulte a uno de ellos.',
  everyone: 'Solo los administradores y los titulares de cuentas del archivo pueden hacer esto.',
  api_keys: 'Solo las claves de la API pueden actuar por una persona.',
  signed_in: 'Solo puede hacer esto quien ha iniciado sesión, y sobre sí mismo.',
};

const NOT_FOUND: Record<RefusalParams['not_found']['what'], string> = {
  account: 'Esa cuenta no está en este archivo.',
  account_owner: 'Ese titular no está en este archivo.',
  address: 'No hay nada en esta dirección. La API se describe en /docs.',
  api_key: 'Esa clave de la API no está en este archivo.',
  disconnect: 'Esa desconexión no está en este archivo.',
  parent_profile: 'Ese perfil principal no está en este archivo.',
  resource: 'Eso no está en este archivo.',
  session: 'Esa sesión no está en este archivo.',
  surge_hold: 'Esos correos en espera no están en este archivo.',
  transfer: 'Esa transferencia no está en este archivo.',
  user: 'Esa persona no está en este archivo.',
};

function transferImpossible({ problems }: RefusalParams['transfer_impossible']): string {
  const [first] = problems;
  const why = first ? TRANSFER_PROBLEMS[first.kind][first.code] : '';
  return `No se transfirió nada. ${why}${more(problems.length - 1)}`;
}

const signedInAsOther = ({ signedInAs, account }: RefusalParams['wrong_identity']) =>
  `${named(account)} no se puede autorizar con la sesión de ${signedInAs}.`;

const BAD_TOKENS: Record<Extract<RefusalParams['bad_signature'], { from: 'google' }>['why'], string> = {
  algorithm: 'Solo se acepta RS256.',
  audience: 'El token es para otro cliente.',
  claims: 'El token no es un evento de seguridad: hacen falta iss, aud, iat, jti y events.',
  form: 'El contenido no es un token firmado.',
  issuer: 'El token es de otro emisor.',
  no_key_id: 'El token no nombra su clave.',
  not_set_up: 'Google no está configurado aquí.',
  signature: 'La firma es incorrecta.',
  time: 'El token es demasiado antiguo, o del futuro.',
  type: 'El token es de otro tipo.',
  unknown_key: 'El emisor no tiene esa clave.',
};

const CLOSED_AS: Partial<Record<string, string>> = {
  reconnected: 'conectada de nuevo',
  inactive: 'inactiva',
  deleted: 'eliminada',
  withdrawn: 'retirada',
};

export const REFUSALS: RefusalSentences = {
  authentication_required: () => 'Envíe una clave de la API: «Authorization: Bearer» y la clave.',
  invalid_api_key: () => 'Esta clave de la API no se conoce o fue revocada. Use otra.',
  forbidden: ({ audience }) => WHO_MAY[audience],
  scope_missing: ({ scope }) => `A esta clave de la API le falta el permiso «${scope}». Use una que lo tenga.`,
  acting_user_required: () =>
    'Quien vuelve a conectar es una persona: ponga en X-Relink-Acting-User el identificador de aquella por quien llama.',
  cross_site_request: ({ to }) =>
    to === 'api'
      ? 'Esto vino de una página de otro sitio. Use las páginas de Relink.'
      : 'Esta página solo acepta lo que envían sus propios botones. Vuelva a intentarlo en ella.',
  loopback_only: () =>
    'Esto es solo para esta misma máquina, con los nombres localhost, 127.0.0.1 y [::1]. Use uno de ellos en la dirección.',
  too_many_requests: () => 'Hubo demasiadas solicitudes desde su dirección. Vuelva a intentarlo dentro de un minuto.',
  method_not_allowed: ({ methods }) => `Esta dirección acepta ${methods}.`,
  unsupported_media_type: (params) =>
    params.wrong === 'type'
      ? `Envíe el contenido como ${params.accepts}, con ese Content-Type.`
      : params.wrong === 'encoding'
        ? 'Envíe el contenido con Content-Encoding gzip, deflate, br o sin él.'
        : 'Envíe el contenido en UTF-8.',
  body_too_large: ({ to }) =>
    to === 'api'
      ? 'El contenido es más grande de lo que acepta esta llamada. Envíelo en varias solicitudes.'
      : 'Eso fue demasiado para esta página.',
  body_incomplete: ({ why }) =>
    why === 'ended_early'
      ? 'El contenido terminó antes de tiempo. Envíe de nuevo la solicitud.'
      : 'El contenido no mide lo que dice Content-Length. Envíe de nuevo la solicitud.',
  malformed_json: () => 'El contenido no es JSON. Busque unas comillas, una coma o un corchete que falte.',
  json_too_deep: ({ levels }) =>
    `El contenido tiene listas u objetos anidados a más de ${levels} niveles. Ninguna llamada lo acepta; envíelo con menos.`,
  bad_request: () => 'No se entendió lo que se envió. Vuelva a cargar la página e inténtelo de nuevo.',
  invalid_request({ errors }) {
    const [first] = errors;
    const where = first?.path ? `«${first.path}»: ` : '';
    return `La solicitud no es válida. ${where}${first ? fieldSentence(first) : ''}${more(errors.length - 1)}`;
  },
  idempotency_key_in_use: () =>
    'Una solicitud con este Idempotency-Key todavía está en curso. Vuelva a intentarlo en un momento.',
  idempotency_key_reused: () => 'Este Idempotency-Key se usó para otra solicitud. Use uno nuevo para cada solicitud.',
  not_found: ({ what }) => NOT_FOUND[what],
  too_many_streams: (params) =>
    params.of === 'caller'
      ? `Cierre primero una de sus ${params.max} conexiones en vivo.`
      : 'Ahora mismo son demasiados los que siguen Relink en vivo. Vuelva a intentarlo pronto.',
  temporarily_unavailable: () => 'Relink está ocupado o se está reiniciando. Vuelva a intentarlo pronto.',
  internal_error: () =>
    'Algo salió mal en Relink. El operador lo encuentra en su registro por el identificador de la solicitud.',

  email_taken: () => 'Otra persona de este archivo tiene este correo electrónico. Cambie los datos de esa persona.',
  owner_has_accounts: ({ accountCount, parentProfileCount }) =>
    `Este titular tiene ${count(accountCount, 'cuenta')} y ${count(parentProfileCount, 'perfil principal', 'perfiles principales')}. Transfiera todo primero a otro titular.`,
  primary_administrator_required: ({ before }) =>
    `Un archivo tiene exactamente un administrador principal. Nombre primero a otro, antes de ${before === 'removal' ? 'quitar a este' : 'dar a este otra función'}.`,
  not_an_account_owner: () => 'Esta persona no es titular de cuentas. Dele primero esa función.',
  may_not_sign_in: () =>
    'Esta persona no puede iniciar sesión. Dele antes una función de administrador o, si es titular, el acceso «Invitar a iniciar sesión».',
  address_undeliverable: () =>
    'Los correos a esta dirección no llegan. Corrija la dirección, o copie el enlace y envíelo de otra forma.',
  series_settings: ({ errors: [first] }) => `Los días no forman una serie. ${first ? fieldSentence(first) : ''}`,
  api_key_shown_once: () =>
    'Esta clave ya se creó y se mostró entonces; no se puede volver a mostrar. Si no la tiene, revóquela y cree otra.',
  import_invalid({ errors, complete }) {
    const [first] = errors;
    const where = first ? `Línea ${first.line}: ${fieldSentence(first)}` : '';
    return `No se importó nada. ${where}${more(errors.length - 1, !complete)}`;
  },

  already_in_archive: ({ elsewhere }) =>
    elsewhere
      ? 'Esta cuenta está en el archivo a nombre de otro titular. Para moverla, transfiérala.'
      : 'Esta cuenta ya está en el archivo.',
  account_connected: () => 'La cuenta está conectada, no inactiva. Vuelva a cargar la página.',
  account_inactive: (params) =>
    params.during === 'reconnect'
      ? `${named(params.account)} está marcada como inactiva. Si se usa de nuevo, retire primero la marca.`
      : 'La cuenta está marcada como inactiva. Si se usa de nuevo, retire primero la marca.',
  disconnected: () => 'La cuenta está desconectada. /v1/changes dice cuándo está conectada.',
  no_credential: () =>
    'Relink no tiene ninguna autorización de esta cuenta. La tendrá después de la próxima nueva conexión.',
  parent_profile_already_in_archive: ({ elsewhere }) =>
    elsewhere
      ? 'Este perfil principal está en el archivo a nombre de otro titular. Transfiéralo: solo puede usarse con un titular.'
      : 'Este perfil principal ya está en el archivo.',
  parent_profile_not_used: ({ network }) =>
    `Las cuentas de ${label(network)} inician sesión por sí mismas. Deje vacío parentProfileId.`,
  parent_profile_of_other_network: ({ needed, given }) =>
    `Hace falta un perfil principal de ${PROVIDER_LABELS[needed]}; este es de ${PROVIDER_LABELS[given]}.`,
  transfer_in_progress(params) {
    if (params.of === 'receiver')
      return 'Se están transfiriendo cuentas a este titular. Inténtelo de nuevo en un minuto.';
    const what =
      params.of === 'named' ? params.name : params.of === 'account' ? 'Esta cuenta' : 'Este perfil principal';
    return `${what} se está transfiriendo a otro titular. Vuelva a intentarlo dentro de un minuto.`;
  },
  transfer_impossible: transferImpossible,
  transfer_invalid: transferImpossible,
  transfer_too_large: ({ count: n, max }) =>
    `Así pasarían ${number(n)} cuentas y perfiles principales. Transfiera como máximo ${number(max)} a la vez.`,

  owned_by_other_owner: ({ account }) =>
    `${named(account)} está a nombre de otro titular. Pida primero a un administrador que la transfiera.`,
  parent_profile_owned_by_other_owner: (params) =>
    params.during === 'reconnect'
      ? `El perfil principal ${params.name} está a nombre de otro titular. Pida primero a un administrador que lo transfiera.`
      : 'Este perfil principal está a nombre de otro titular. Transfiéralo primero, o use uno de este titular.',
  wrong_identity: signedInAsOther,
  not_managed: signedInAsOther,
  nothing_authorized: ({ signedInAs, network }) =>
    `La sesión de ${signedInAs} no autoriza ninguna cuenta de este tipo: ${label(network)}.`,
  network_not_configured: ({ network }) =>
    `${label(network)} todavía no está configurada aquí. Un operador de Relink debe registrarla primero.`,
  not_permitted: () => 'Solo el titular de la cuenta y los administradores con acceso completo pueden hacer esto.',
  link_dead: () => 'El enlace personal se renovó o terminó. Pida uno nuevo.',
  link_unknown: () => 'Este enlace no es válido.',
  no_session: () => 'Su visita ha terminado. Abra de nuevo el enlace de su correo.',
  sign_in_dead: () => 'Este enlace para iniciar sesión ya no funciona. Pida uno nuevo.',
  other_person: () => 'Aquí ya ha iniciado sesión otra persona. Siga solo si es lo que quiere.',

  disconnect_closed: ({ closedAs }) => {
    const how = closedAs === null ? undefined : CLOSED_AS[closedAs];
    return `Esta desconexión ha terminado${how ? ` (${how})` : ''}; ya no se envía nada sobre ella.`;
  },
  not_a_disconnect: ({ why, verdict }) =>
    why === 'just_connected'
      ? 'La cuenta se conectó hace un momento, y justo después la red también responde esto sin razón. Captúrela de nuevo en diez minutos, y comuníquela si todavía falla.'
      : verdict === 'transient'
        ? 'La respuesta de la red significa que hay que volver a intentarlo más tarde (un límite, una avería), no que la cuenta esté desconectada. Intente capturarla de nuevo.'
        : 'La respuesta de la red trata de la solicitud o de la aplicación, no de la autorización de la cuenta. Nadie tiene que volver a conectarla.',
  surge_hold_ended: () => 'La espera de estos correos ya terminó; mire las desconexiones una por una.',

  bad_signature: (params) =>
    params.from === 'google'
      ? BAD_TOKENS[params.why]
      : params.from === 'meta'
        ? 'La signed_request falta, es incorrecta, es demasiado antigua o es de otra aplicación.'
        : 'La firma es incorrecta, es demasiado antigua o es de otro secreto.',
  keys_unavailable: () => 'No se pudieron pedir a Google sus claves. Envíe de nuevo el evento.',
  no_person: () => 'Esto no nombra a ninguna persona: los datos de personas se borran cuando ellas lo piden.',
};
