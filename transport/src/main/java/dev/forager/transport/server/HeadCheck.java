// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.common.RequestHeaders;

/** What a route asks of the headers of a request before it reads the body. Thread-safe. */
@FunctionalInterface
public interface HeadCheck {
    /** Nothing is asked. */
    HeadCheck NONE = _ -> {};

    /**
     * Looks at the headers.
     *
     * @throws RefusedException when the request is refused for them
     */
    void check(RequestHeaders headers) throws RefusedException;
}
