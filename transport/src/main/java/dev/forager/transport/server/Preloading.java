// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.common.CommonPools;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.Server;

/**
 * Loads what every server needs of Armeria and Netty while the configuration is still being read:
 * with a second core a process serves a tenth of a second sooner. Stateless.
 */
public final class Preloading {
    private Preloading() {}

    /** Begins on a thread of its own and returns at once; opens no socket. */
    public static void start() {
        Thread.ofPlatform().name("preloading").daemon().start(Preloading::load);
    }

    /** A fault in here is told by the server that meets it in earnest. */
    private static void load() {
        CommonPools.workerGroup().next();
        Server.builder()
                .defaultHostname("localhost")
                .service("/", (context, request) -> HttpResponse.of(HttpStatus.OK))
                .build();
    }
}
