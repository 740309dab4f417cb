// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Inline;
import dev.forager.pipeline.config.OmitEmpty;
import org.jspecify.annotations.Nullable;

/** TLS settings of a server; a server without this section speaks plain text. */
@OmitEmpty
public record TlsServerConfig(
        @Inline TlsConfig common,
        @Doc(
                        "File with the authorities (PEM) that clients' certificates must come from; with it every client needs one.")
                @Nullable String clientCaFile,
        @Doc("Read `client_ca_file` again when it changes.") @Default("false")
                boolean clientCaFileReload) {
    public TlsServerConfig {
        clientCaFile = TlsConfig.emptyToNull(clientCaFile);
        // That a key alone lacks its certificate is told already.
        require(
                common.hasCertificate() || common.keyFile() != null || common.keyPem() != null,
                "TLS configuration must include both certificate and key for server connections");
    }
}
