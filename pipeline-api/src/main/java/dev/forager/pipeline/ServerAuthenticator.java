// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

/**
 * An extension that checks who sends a request ({@code auth.authenticator} of a server).
 * Thread-safe; called for every request before its body is read, on any route.
 */
public interface ServerAuthenticator {
    /**
     * Who it is.
     *
     * @param headers the request's headers
     * @throws AuthenticationException when the caller is not known; the text goes to the caller and
     *     holds no secret
     */
    AuthResult authenticate(Metadata headers) throws AuthenticationException;
}
