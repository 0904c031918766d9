import { createServer } from 'node:https';
import { makeCertificate } from '../../test/gateway/certificate';

/**
 * A server that does as little as possible: it reads a form and gives one fixed answer, so that what is
 * measured is the client. Run as a process of its own; prints its address and its CA when ready.
 */
const ANSWER = JSON.stringify({
	alibaba_alsc_crm_voucher_send_response: {
		result: { result: true, result_code: '', result_view: '', biz_success: true, result_desc: '' },
		request_id: '15tqy1jlkt5qj',
	},
});

const latencyMs = Number(process.argv[2] ?? 0);
let connections = 0;

const { cert, key } = makeCertificate('127.0.0.1');
const server = createServer({ cert, key }, (request, response) => {
	if (request.url === '/connections') {
		response.end(String(connections));
		return;
	}
	request.resume();
	request.on('end', () => {
		const answer = () => {
			response.setHeader('content-type', 'application/json;charset=UTF-8');
			response.end(ANSWER);
		};
		if (latencyMs > 0) setTimeout(answer, latencyMs);
		else answer();
	});
});
server.keepAliveTimeout = 60_000;
server.on('secureConnection', () => connections++);
server.listen(0, '127.0.0.1', () => {
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	process.stdout.write(
		`${JSON.stringify({ url: `https://127.0.0.1:${port}/router/rest`, ca: cert })}\n`,
	);
});
