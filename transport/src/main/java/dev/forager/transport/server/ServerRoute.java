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
 * overload refusing costs more than taking in. So the stream stays for a while, and what comes is
 * thrown away (RFC 9113, 5.1: an endpoint ignores frames that it receives on streams it has reset
 * for as long as they may be under way). A client that learns of its answer ends the stream itself.
 */
interface ServerRoute extends HttpService {
    /**
     * Chosen: as long as a frame may wait in the buffers of a server that has hardly any CPU left.
     */
    ServiceOptions LATE_BODIES =
            ServiceOptions.builder()
                    .closeHttp2StreamDelayMillis(Duration.ofSeconds(30).toMillis())
                    .build();

    @Override
    default ServiceOptions options() {
        return LATE_BODIES;
    }
}
