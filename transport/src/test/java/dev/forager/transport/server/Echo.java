// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A handler that answers with what it got, and keeps it; or fails as told. */
final class Echo implements MessageHandler {
    final Queue<ReceivedMessage> messages = new ConcurrentLinkedQueue<>();
    final Queue<Context> contexts = new ConcurrentLinkedQueue<>();
    volatile @Nullable ConsumeException failure;

    @Override
    public byte[] handle(ReceivedMessage message, Context context) throws ConsumeException {
        messages.add(message);
        contexts.add(context);
        ConsumeException told = failure;
        if (told != null) {
            throw told;
        }
        return bytes(message);
    }

    static byte[] bytes(ReceivedMessage message) {
        return Arrays.copyOfRange(
                message.bytes(), message.offset(), message.offset() + message.length());
    }

    static String text(ReceivedMessage message) {
        return new String(bytes(message), StandardCharsets.UTF_8);
    }
}
