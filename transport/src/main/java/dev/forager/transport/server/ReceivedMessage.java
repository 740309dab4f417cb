// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import dev.forager.pdata.WireBody;
import org.jspecify.annotations.Nullable;

/**
 * A message as a handler gets it: decoded, in an array that is the handler's own.
 *
 * @param bytes the array; where there are five bytes in front of the message they are its gRPC
 *     prefix (uncompressed, its length), so that it can be sent on in one piece
 * @param offset where the message begins
 * @param length its length
 * @param received the compressed body where it may be sent on as it came
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
public record ReceivedMessage(byte[] bytes, int offset, int length, @Nullable WireBody received) {}
