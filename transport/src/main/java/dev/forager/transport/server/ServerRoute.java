// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceOptions;
import java.time.Duration;

/**
 * What every route is: one that a client may still send a body to after it was answered.
 *
 * <p>A refusal comes before the body has, and what is on its way then arrives at a stream that is
 * answered. Were the stream reset at once, as Armeria does, each late frame would be one of an
 * unknown stream: Netty makes an exception with its stack trace and a RST_STREAM of it, and under
 * overload refusing costs more than taking in. So the stream stays for a moment, and what comes is
 * thrown away. Then it is reset, as RFC 9113, 8.1 lets a server stop a client that would go on:
 * most end the stream themselves when they are answered, but not all do.
 */
interface ServerRoute extends HttpService {
    /**
     * Chosen: most bodies are here by then; with seconds, a client that goes on filled its memory
     * with bodies that were refused (seen with {@code benchmarks/overload}).
     */
    ServiceOptions LATE_BODIES =
            ServiceOptions.builder()
                    .closeHttp2StreamDelayMillis(Duration.ofMillis(250).toMillis())
                    .build();

    @Override
    default ServiceOptions options() {
        return LATE_BODIES;
    }
}
