// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Servers: bounded reading of requests, gRPC unary framing, authentication, CORS, addresses, drain.
 *
 * <p>A request is collected on its event loop into one heap array, then inflated, handled and
 * answered on a virtual thread of its own. Nothing here knows what the messages mean.
 */
@NullMarked
package dev.forager.transport.server;

import org.jspecify.annotations.NullMarked;
