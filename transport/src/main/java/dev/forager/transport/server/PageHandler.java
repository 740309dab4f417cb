// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

/** Makes pages. Thread-safe; called on a virtual thread per request, may block. */
@FunctionalInterface
public interface PageHandler {
    /**
     * The answer.
     *
     * @throws Exception answered with 500 and logged
     */
    Page answer(PageRequest request) throws Exception;
}
