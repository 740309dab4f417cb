// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.discovery;

import java.io.IOException;

/** Gets documents over HTTP. */
@FunctionalInterface
public interface DocumentSource {
    /**
     * The document at a URL, as text.
     *
     * @throws IOException when there is none, with the reason
     */
    String get(String url) throws IOException;
}
