// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;

/**
 * What a server does with a message. Thread-safe; called on a virtual thread per request, may
 * block.
 */
@FunctionalInterface
public interface MessageHandler {
    /**
     * Takes the message over.
     *
     * @return the answer's message; not written to afterwards, so it may be a constant
     * @throws RefusedException when the message is the sender's mistake
     * @throws ConsumeException when it was not taken over
     */
    byte[] handle(ReceivedMessage message, Context context)
            throws RefusedException, ConsumeException;
}
