// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import java.util.Map;

/** An extension that signs requests ({@code auth.authenticator} of a client). Thread-safe. */
public interface ClientAuthenticator {
    /**
     * Headers to set on a request, names in lower case. May block to fetch a token.
     *
     * @throws Retryable when no credentials are to be had now
     */
    Map<String, String> headers() throws Retryable;

    /** Whether gRPC clients must refuse to send the headers in plain text, as for passwords. */
    default boolean needsTls() {
        return false;
    }
}
