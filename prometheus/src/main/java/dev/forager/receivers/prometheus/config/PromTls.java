// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.config;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Secret;
import dev.forager.transport.TlsClientConfig;
import dev.forager.transport.TlsConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** TLS of a client as Prometheus configures it: its {@code tls_config}. */
public record PromTls(
        @Doc("Certificates (PEM) of the authorities that are trusted.") @Nullable String ca,
        @Doc("The own certificate (PEM).") @Nullable String cert,
        @Doc("Its key (PEM).") @Nullable Secret key,
        @Doc("A file instead of `ca`.") @Nullable String caFile,
        @Doc("A file instead of `cert`.") @Nullable String certFile,
        @Doc("A file instead of `key`.") @Nullable String keyFile,
        @Doc(
                        "The name of a secret that a manager of secrets holds; there is none, and the job is not scraped.")
                @Nullable String caRef,
        @Doc(
                        "The name of a secret that a manager of secrets holds; there is none, and the job is not scraped.")
                @Nullable String certRef,
        @Doc(
                        "The name of a secret that a manager of secrets holds; there is none, and the job is not scraped.")
                @Nullable String keyRef,
        @Doc("The name that the server's certificate must have.") @Nullable String serverName,
        @Doc("Accept any certificate.") @Default("false") boolean insecureSkipVerify,
        @Doc("TLS10, TLS11, TLS12 or TLS13.") @Default("''") String minVersion,
        @Doc("TLS10, TLS11, TLS12 or TLS13.") @Default("''") String maxVersion) {
    private static final Map<String, String> VERSIONS =
            Map.of("", "", "TLS10", "1.0", "TLS11", "1.1", "TLS12", "1.2", "TLS13", "1.3");

    /** How often files are read again: Prometheus looks at each request. Chosen. */
    private static final Duration REREAD = Duration.ofSeconds(30);

    /** Everything absent. */
    public static final PromTls DEFAULT =
            new PromTls(null, null, null, null, null, null, null, null, null, null, false, "", "");

    public PromTls {
        require(
                VERSIONS.containsKey(minVersion),
                "min_version",
                "unknown TLS version: " + minVersion);
        require(
                VERSIONS.containsKey(maxVersion),
                "max_version",
                "unknown TLS version: " + maxVersion);
        require(
                Ways.areAtMostOne(ca, caFile, caRef),
                "at most one of ca, ca_file & ca_ref must be configured");
        require(
                Ways.areAtMostOne(cert, certFile, certRef),
                "at most one of cert, cert_file & cert_ref must be configured");
        require(
                Ways.areAtMostOne(key == null ? "" : key.reveal(), keyFile, keyRef),
                "at most one of key and key_file must be configured");
        boolean hasCert = !isEmpty(cert) || !isEmpty(certFile) || !isEmpty(certRef);
        boolean hasKey = (key != null && !key.isEmpty()) || !isEmpty(keyFile) || !isEmpty(keyRef);
        require(
                hasKey || !hasCert,
                "exactly one of key or key_file must be configured when a client certificate is configured");
        require(
                hasCert || !hasKey,
                "exactly one of cert or cert_file must be configured when a client key is configured");
    }

    boolean namesSecrets() {
        return !isEmpty(caRef) || !isEmpty(certRef) || !isEmpty(keyRef);
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    /** The same as the settings of the project's clients. */
    public TlsClientConfig settings() {
        String min = VERSIONS.getOrDefault(minVersion, "");
        boolean hasFiles = !isEmpty(caFile) || !isEmpty(certFile);
        var common =
                new TlsConfig(
                        caFile,
                        secret(ca),
                        certFile,
                        secret(cert),
                        keyFile,
                        key,
                        min,
                        VERSIONS.getOrDefault(maxVersion, ""),
                        List.of(),
                        false,
                        List.of(),
                        false,
                        hasFiles ? REREAD : Duration.ZERO,
                        null);
        return new TlsClientConfig(common, false, insecureSkipVerify, serverName);
    }

    private static @Nullable Secret secret(@Nullable String text) {
        return text == null || text.isEmpty() ? null : new Secret(text);
    }
}
