// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import static dev.forager.pipeline.config.Validation.require;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLParameters;

/**
 * Versions, cipher suites and groups: the names of the configuration, which are those of Go's
 * {@code crypto/tls}, and how they reach a context.
 */
final class TlsParameters {
    private static final List<String> VERSIONS = List.of("1.0", "1.1", "1.2", "1.3");
    private static final List<String> PROTOCOLS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

    private static final List<String> SUITES_OF_TLS13 =
            List.of(
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256");

    /** Those of TLS 1.0 to 1.2 that Go offers by itself, in its order of preference. */
    private static final List<String> SECURE_SUITES =
            List.of(
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
                    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
                    "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA");

    /** What Go's {@code tls.InsecureCipherSuites()} lists, in its order of preference. */
    private static final List<String> INSECURE_SUITES =
            List.of(
                    "TLS_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_RSA_WITH_AES_128_CBC_SHA",
                    "TLS_RSA_WITH_AES_256_CBC_SHA",
                    "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA",
                    "TLS_RSA_WITH_3DES_EDE_CBC_SHA",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
                    "TLS_RSA_WITH_AES_128_CBC_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_RC4_128_SHA",
                    "TLS_ECDHE_RSA_WITH_RC4_128_SHA",
                    "TLS_RSA_WITH_RC4_128_SHA");

    private static final List<String> GROUPS_IN_ORDER =
            List.of("X25519MLKEM768", "X25519", "P256", "P384", "P521");

    /** Names of the configuration to names of BoringSSL. */
    private static final Map<String, String> GROUPS =
            new TreeMap<>(
                    Map.of(
                            "P256", "P-256",
                            "P384", "P-384",
                            "P521", "P-521",
                            "X25519", "X25519",
                            "X25519MLKEM768", "X25519MLKEM768"));

    private TlsParameters() {}

    static void check(String minVersion, String maxVersion) {
        require(
                VERSIONS.contains(minVersion),
                "min_version",
                "invalid TLS min_version: unsupported TLS version: \"%s\"".formatted(minVersion));
        require(
                maxVersion.isEmpty() || VERSIONS.contains(maxVersion),
                "max_version",
                "invalid TLS max_version: unsupported TLS version: \"%s\"".formatted(maxVersion));
        require(
                maxVersion.isEmpty() || minVersion.compareTo(maxVersion) <= 0,
                "invalid TLS configuration: min_version cannot be greater than max_version");
    }

    static void checkSuites(List<String> suites, boolean alsoInsecure) {
        for (String suite : suites) {
            require(
                    SUITES_OF_TLS13.contains(suite)
                            || SECURE_SUITES.contains(suite)
                            || (alsoInsecure && INSECURE_SUITES.contains(suite)),
                    "cipher_suites",
                    "invalid TLS cipher suite: \"%s\"".formatted(suite));
        }
    }

    static void checkGroups(List<String> groups) {
        for (String group : groups) {
            require(
                    GROUPS.containsKey(group),
                    "curve_preferences",
                    "invalid curve type: %s. Expected values are %s"
                            .formatted(group, GROUPS.keySet()));
        }
    }

    static void apply(TlsConfig config, SslContextBuilder context) {
        context.protocols(protocols(config));
        context.ciphers(suites(config), SupportedCipherSuiteFilter.INSTANCE);
        // The JDK's engine takes groups per connection only; it then keeps its own order.
        if (!config.curvePreferences().isEmpty() && OpenSsl.isAvailable()) {
            context.option(
                    OpenSslContextOption.GROUPS,
                    GROUPS_IN_ORDER.stream()
                            .filter(config.curvePreferences()::contains)
                            .map(GROUPS::get)
                            .toArray(String[]::new));
        }
    }

    /** As in Go a list says which suites there are, never in which order they are preferred. */
    private static List<String> suites(TlsConfig config) {
        var suites = new ArrayList<>(SUITES_OF_TLS13);
        List<String> listed = config.cipherSuites();
        if (listed.isEmpty()) {
            suites.addAll(SECURE_SUITES);
        } else {
            SECURE_SUITES.stream().filter(listed::contains).forEach(suites::add);
            INSECURE_SUITES.stream().filter(listed::contains).forEach(suites::add);
        }
        return suites;
    }

    /** For clients of the JDK, which choose the groups themselves. */
    static SSLParameters forJdk(TlsConfig config) {
        var parameters = new SSLParameters();
        parameters.setProtocols(protocols(config).toArray(String[]::new));
        if (!config.cipherSuites().isEmpty()) {
            parameters.setCipherSuites(suites(config).toArray(String[]::new));
        }
        return parameters;
    }

    private static List<String> protocols(TlsConfig config) {
        int from = VERSIONS.indexOf(config.minVersion());
        int to =
                config.maxVersion().isEmpty()
                        ? VERSIONS.size() - 1
                        : VERSIONS.indexOf(config.maxVersion());
        // OpenSSL takes a list without suites of the older versions for its own defaults.
        if (!config.cipherSuites().isEmpty()
                && SUITES_OF_TLS13.containsAll(config.cipherSuites())) {
            from = Math.min(to, VERSIONS.size() - 1);
        }
        return PROTOCOLS.subList(from, to + 1);
    }
}
