// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import dev.forager.pdata.Payload;
import java.util.Map;

/**
 * Sends telemetry out of the process. Thread-safe: the sending stages call {@link #export} from as
 * many threads as {@code num_consumers} says.
 */
public interface Exporter extends Component {
    /**
     * One attempt, blocking until the other side has answered. Queue, batch, retry and timeout are
     * the engine's; the timeout arrives as {@link Context#deadline()}.
     *
     * @return items of the payload that were left out although this is a success: the other side
     *     did not take them, or they have no form there; 0 as a rule
     * @throws Retryable when the same data may be accepted later; with the delay the other side
     *     asked for
     * @throws Permanent when it never will be
     */
    long export(Payload payload, Context context) throws ConsumeException;

    /**
     * Most bytes of waiting requests that the queue may give as one, in their order, where requests
     * are sent one by one: for an exporter that must keep the order of time, so that it does not
     * send as many requests as it gets answers. Those of callers with other metadata or another
     * authentication stay apart. 0, as a rule: each goes by itself.
     */
    default long joinedBytes() {
        return 0;
    }

    /**
     * Labels of the counters of sent and failed items beside the id, such as {@code
     * server.address}.
     */
    default Map<String, String> destination() {
        return Map.of();
    }
}
