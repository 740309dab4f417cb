// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.OmitEmpty;
import dev.forager.pipeline.config.Secret;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TLS settings that servers and clients have in common; keys, defaults and texts are those of the
 * collector's configtls. An empty text means the same as an absent key.
 */
@OmitEmpty
public record TlsConfig(
        @Doc(
                        "File with the certificates (PEM) of the authorities that are trusted; absent: those of the system.")
                @Nullable String caFile,
        @Doc("The same as text instead of a file.") @Nullable Secret caPem,
        @Doc("File with the own certificate and its chain (PEM).") @Nullable String certFile,
        @Doc("The same as text instead of a file.") @Nullable Secret certPem,
        @Doc("File with the private key (PEM: PKCS#8, PKCS#1 or SEC1), not encrypted.")
                @Nullable String keyFile,
        @Doc("The same as text instead of a file.") @Nullable Secret keyPem,
        @Doc("Lowest version: 1.0, 1.1, 1.2 or 1.3.") @Default("'1.2'") String minVersion,
        @Doc("Highest version; empty is the highest there is.") @Default("''") String maxVersion,
        @Doc(
                        "Cipher suites up to TLS 1.2 that may be used, in any order; those of 1.3 are always on. Empty is a safe list.")
                @Default("[]")
                List<String> cipherSuites,
        @Doc("Whether `cipher_suites` may name suites that are known to be weak.") @Default("false")
                boolean includeInsecureCipherSuites,
        @Doc(
                        "Key exchange groups that may be used, in any order: P256, P384, P521, X25519, X25519MLKEM768.")
                @Default("[]")
                List<String> curvePreferences,
        @Doc("Trust the system's authorities beside those of `ca_file` or `ca_pem`.")
                @Default("false")
                boolean includeSystemCaCertsPool,
        @Doc("How often the files are read again; 0 is never.") @Default("0s")
                Duration reloadInterval,
        @Doc("A private key in a trusted platform module; not supported.") @Nullable Tpm tpm) {
    /** Everything absent. */
    public static final TlsConfig DEFAULT =
            new TlsConfig(
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    "1.2",
                    "",
                    List.of(),
                    false,
                    List.of(),
                    false,
                    Duration.ZERO,
                    null);

    public TlsConfig {
        caFile = emptyToNull(caFile);
        certFile = emptyToNull(certFile);
        keyFile = emptyToNull(keyFile);
        caPem = emptyToNull(caPem);
        certPem = emptyToNull(certPem);
        keyPem = emptyToNull(keyPem);
        minVersion = minVersion.isEmpty() ? "1.2" : minVersion;
        cipherSuites = List.copyOf(cipherSuites);
        curvePreferences = List.copyOf(curvePreferences);
        require(
                caFile == null || caPem == null,
                "provide either a CA file or the PEM-encoded string, but not both");
        require(
                certFile == null || certPem == null,
                "provide either certificate file or PEM, but not both");
        require(keyFile == null || keyPem == null, "provide either key file or PEM, but not both");
        require(
                (certFile != null || certPem != null) == (keyFile != null || keyPem != null),
                "TLS configuration must include both certificate and key (CertFile/CertPem and KeyFile/KeyPem)");
        TlsParameters.check(minVersion, maxVersion);
        TlsParameters.checkSuites(cipherSuites, includeInsecureCipherSuites);
        TlsParameters.checkGroups(curvePreferences);
        reloadInterval = Limits.orNone(reloadInterval);
    }

    /** A key in a trusted platform module. */
    public record Tpm(
            @Doc("Whether the key is there.") @Default("false") boolean enabled,
            @Doc("The device.") @Default("''") String path,
            @Doc("Authorisation of the owner.") @Nullable Secret ownerAuth,
            @Doc("Authorisation of the key.") @Nullable Secret auth) {
        public Tpm {
            require(
                    !enabled,
                    "enabled",
                    "a key in a TPM is not supported: give key_file or key_pem");
        }
    }

    /** Whether authorities are named. */
    public boolean hasCa() {
        return caFile != null || caPem != null;
    }

    /** The same with these authorities. */
    public TlsConfig withCaFile(String file) {
        return new TlsConfig(
                file,
                null,
                certFile,
                certPem,
                keyFile,
                keyPem,
                minVersion,
                maxVersion,
                cipherSuites,
                includeInsecureCipherSuites,
                curvePreferences,
                includeSystemCaCertsPool,
                reloadInterval,
                tpm);
    }

    /** Whether there is an own certificate, and then also its key. */
    public boolean hasCertificate() {
        return certFile != null || certPem != null;
    }

    static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static @Nullable Secret emptyToNull(@Nullable Secret text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
