/** A request whose headers `fetch` wouldn't let us choose, as a web page or an attacker's program makes the browser send it. */
import { request, type OutgoingHttpHeaders } from 'node:http';

export const ask = (url: string, headers: OutgoingHttpHeaders = {}, method = 'GET') =>
  new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    request(url, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.once('end', () => resolve({ status: response.statusCode, text }));
    })
      .once('error', reject)
      .end();
  });
