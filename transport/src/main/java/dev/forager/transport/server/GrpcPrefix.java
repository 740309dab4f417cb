// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

/**
 * The five bytes in front of a gRPC message: a compressed flag and a big-endian length (<a
 * href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">PROTOCOL-HTTP2</a>,
 * Length-Prefixed-Message).
 */
final class GrpcPrefix {
    /** Its length. */
    static final int BYTES = 5;

    private GrpcPrefix() {}

    /** Writes the prefix of an uncompressed message. */
    static void write(byte[] target, int at, int length) {
        target[at] = 0;
        target[at + 1] = (byte) (length >>> 24);
        target[at + 2] = (byte) (length >>> 16);
        target[at + 3] = (byte) (length >>> 8);
        target[at + 4] = (byte) length;
    }
}
