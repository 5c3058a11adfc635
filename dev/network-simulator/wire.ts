/** Reads what a browser or program sent, without trusting its shape. */
import type { Request } from 'express';

/** Returns query or form parameters; of a repeated one, the first value. */
export function parameters(source: unknown): Record<string, string> {
  if (typeof source !== 'object' || source === null) return {};
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(source as Record<string, unknown>)) {
    const first: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof first === 'string') found[name] = first;
  }
  return found;
}

/** Returns every value of a repeated form field, such as checkboxes. */
export function values(source: unknown, name: string): string[] {
  const value = typeof source === 'object' && source !== null ? (source as Record<string, unknown>)[name] : undefined;
  return (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string');
}

export function cookie(request: Request, name: string): string | undefined {
  for (const part of (request.get('cookie') ?? '').split(';')) {
    const [key, ...rest] = part.trim().split('=');
    if (key === name) return decoded(rest.join('='));
  }
  return undefined;
}

/** A cookie that was tampered with is ignored. */
function decoded(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
