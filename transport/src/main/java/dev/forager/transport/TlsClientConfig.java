// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Inline;
import dev.forager.pipeline.config.OmitEmpty;
import org.jspecify.annotations.Nullable;

/** TLS settings of a client. TLS is on unless {@code insecure} says otherwise. */
@OmitEmpty
public record TlsClientConfig(
        @Inline TlsConfig common,
        @Doc("Speak without TLS.") @Default("false") boolean insecure,
        @Doc("Speak TLS but accept any certificate.") @Default("false") boolean insecureSkipVerify,
        @Doc("Name that the server's certificate must have, instead of the endpoint's host.")
                @Nullable String serverNameOverride) {
    /** TLS with the system's authorities. */
    public static final TlsClientConfig DEFAULT =
            new TlsClientConfig(TlsConfig.DEFAULT, false, false, null);

    public TlsClientConfig {
        serverNameOverride = TlsConfig.emptyToNull(serverNameOverride);
    }

    /**
     * Whether these settings ask for TLS where the endpoint's scheme does not decide. As in the
     * collector, {@code insecure} beside an authority is still TLS.
     */
    public boolean wantsTls() {
        return !insecure || common.hasCa();
    }
}
