import type { AddressInfo, Server, Socket } from 'node:net';

/** A server that listens on loopback, and ends with all that is connected to it, whoever holds it open. */
export class Listening {
	private readonly sockets = new Set<Socket>();

	private constructor(private readonly server: Server) {
		server.on('connection', (socket: Socket) => {
			this.sockets.add(socket);
			socket.once('close', () => this.sockets.delete(socket));
		});
	}

	static async start(server: Server): Promise<Listening> {
		const listening = new Listening(server);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return listening;
	}

	get port(): number {
		return (this.server.address() as AddressInfo).port;
	}

	async close(): Promise<void> {
		const closed = new Promise((resolve) => this.server.close(resolve));
		for (const socket of this.sockets) socket.destroy();
		await closed;
	}
}
