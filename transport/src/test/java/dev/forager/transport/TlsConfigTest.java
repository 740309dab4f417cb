// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.pipeline.config.Secret;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TlsConfigTest {
    private static final Secret PEM = new Secret("PEM");

    private static TlsConfig files(
            @Nullable String ca,
            @Nullable Secret caPem,
            @Nullable String cert,
            @Nullable Secret certPem,
            @Nullable String key,
            @Nullable Secret keyPem) {
        return new TlsConfig(
                ca,
                caPem,
                cert,
                certPem,
                key,
                keyPem,
                "",
                "",
                List.of(),
                false,
                List.of(),
                false,
                Duration.ZERO,
                null);
    }

    private static TlsConfig parameters(
            String min, String max, List<String> suites, boolean insecure, List<String> curves) {
        return new TlsConfig(
                null,
                null,
                null,
                null,
                null,
                null,
                min,
                max,
                suites,
                insecure,
                curves,
                false,
                Duration.ZERO,
                null);
    }

    @Test
    void fileAndPem_togetherAreRefusedWithTheCollectorsTexts() {
        assertThatThrownBy(() -> files("ca.pem", PEM, null, null, null, null))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage("provide either a CA file or the PEM-encoded string, but not both");
        assertThatThrownBy(() -> files(null, null, "c.pem", PEM, "k.pem", null))
                .hasMessage("provide either certificate file or PEM, but not both");
        assertThatThrownBy(() -> files(null, null, "c.pem", null, "k.pem", PEM))
                .hasMessage("provide either key file or PEM, but not both");
    }

    @Test
    void certificateWithoutKey_isRefused_andTheOtherWayRound() {
        assertThatThrownBy(() -> files(null, null, "c.pem", null, null, null))
                .hasMessageStartingWith(
                        "TLS configuration must include both certificate and key (");
        assertThatThrownBy(() -> files(null, null, null, null, "k.pem", null))
                .hasMessageStartingWith(
                        "TLS configuration must include both certificate and key (");
    }

    @Test
    void emptyTexts_areAbsent() {
        TlsConfig config = files("", new Secret(""), "", new Secret(""), "", new Secret(""));
        assertThat(config).isEqualTo(TlsConfig.DEFAULT);
        assertThat(new TlsClientConfig(config, false, false, ""))
                .isEqualTo(TlsClientConfig.DEFAULT);
    }

    @Test
    void versions_areCheckedAndOrdered() {
        assertThatThrownBy(() -> parameters("1.4", "", List.of(), false, List.of()))
                .hasMessage("invalid TLS min_version: unsupported TLS version: \"1.4\"");
        assertThatThrownBy(() -> parameters("1.2", "2", List.of(), false, List.of()))
                .hasMessage("invalid TLS max_version: unsupported TLS version: \"2\"");
        assertThatThrownBy(() -> parameters("1.3", "1.2", List.of(), false, List.of()))
                .hasMessage(
                        "invalid TLS configuration: min_version cannot be greater than max_version");
    }

    @Test
    void weakSuites_needTheSwitch() {
        List<String> weak = List.of("TLS_RSA_WITH_AES_128_GCM_SHA256");
        assertThatThrownBy(() -> parameters("1.2", "", weak, false, List.of()))
                .hasMessage("invalid TLS cipher suite: \"TLS_RSA_WITH_AES_128_GCM_SHA256\"");
        assertThat(parameters("1.2", "", weak, true, List.of()).cipherSuites()).isEqualTo(weak);
    }

    @Test
    void unknownCurves_listTheKnownOnes() {
        assertThatThrownBy(() -> parameters("1.2", "", List.of(), false, List.of("P224")))
                .hasMessage(
                        "invalid curve type: P224. Expected values are [P256, P384, P521, X25519, X25519MLKEM768]");
    }

    @Test
    void server_needsACertificate() {
        assertThatThrownBy(() -> new TlsServerConfig(TlsConfig.DEFAULT, null, false))
                .hasMessage(
                        "TLS configuration must include both certificate and key for server connections");
    }

    @Test
    void insecureBesideAnAuthority_isStillTls() {
        TlsConfig withCa = files("ca.pem", null, null, null, null, null);
        assertThat(new TlsClientConfig(withCa, true, false, null).wantsTls()).isTrue();
        assertThat(new TlsClientConfig(TlsConfig.DEFAULT, true, false, null).wantsTls()).isFalse();
        assertThat(TlsClientConfig.DEFAULT.wantsTls()).isTrue();
    }

    @Test
    void tpm_isRefusedWithTheWayOut() {
        assertThatThrownBy(() -> new TlsConfig.Tpm(true, "", null, null))
                .hasMessage("a key in a TPM is not supported: give key_file or key_pem");
    }
}
