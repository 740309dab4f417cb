// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import java.io.IOException;

/** A way to an API server. Thread-safe. */
sealed interface Access permits ClusterAccess, NamedAccess {
    /**
     * Connects with the credentials as they are now; nothing is sent yet.
     *
     * @throws IOException when server or credentials are not to be found; says what is missing
     */
    ApiConnection connect() throws IOException;

    /** How often requests may be sent. */
    RateLimit rateLimit();
}
