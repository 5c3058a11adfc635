/** Resend's refusals, worded as its API words them: `{name, statusCode, message}`. */
export class ResendError extends Error {
  constructor(
    readonly statusCode: number,
    override readonly name: string,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }

  body(): { name: string; statusCode: number; message: string } {
    return { name: this.name, statusCode: this.statusCode, message: this.message };
  }
}

export function invalid(message: string): ResendError {
  return new ResendError(422, 'validation_error', message);
}
