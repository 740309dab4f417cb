// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server does with a body that was posted, where status and headers of the answer are the
 * handler's. Headers come by name in lower case, of those given twice all with a comma between.
 * Thread-safe.
 */
public interface BodyHandler {
    /** An answer to headers alone, such as a wrong content type; null to go on. Must not block. */
    @Nullable Page refusal(Map<String, String> headers);

    /**
     * Takes the body over; called on a virtual thread per request, may block.
     *
     * @throws RefusedException when the body is the sender's mistake
     * @throws ConsumeException when it was not taken over
     */
    Page answer(Map<String, String> headers, ReceivedMessage body, Context context)
            throws RefusedException, ConsumeException;
}
