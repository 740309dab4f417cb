// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.testkit.TestCertificates;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {
    private final TestCertificates certificates = new TestCertificates();

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void keys_areReadInBothForms(String algorithm) throws Exception {
        var issued = certificates.issueWith(algorithm, "localhost");
        assertThat(Pem.privateKey(issued.keyPem())).isEqualTo(issued.key());
        PrivateKey older = Pem.privateKey(issued.traditionalKeyPem());
        // EC keys compare by encoding, which may or may not repeat the public key.
        assertThat(older instanceof ECPrivateKey ec ? ec.getS() : older)
                .isEqualTo(issued.key() instanceof ECPrivateKey ec ? ec.getS() : issued.key());
    }

    @Test
    void olderForms_areTheOnesMeant() {
        assertThat(certificates.issueWith("RSA").traditionalKeyPem())
                .startsWith("-----BEGIN RSA PRIVATE KEY-----");
        assertThat(certificates.issueWith("EC").traditionalKeyPem())
                .startsWith("-----BEGIN EC PRIVATE KEY-----");
    }

    @Test
    void certificates_areReadInOrder_withTextBetweenThem() throws Exception {
        var one = certificates.issue("a");
        var two = certificates.issue("b");
        String text =
                "subject=a\r\n"
                        + one.certificatePem().replace("\n", "\r\n")
                        + "# übrig\n"
                        + two.keyPem()
                        + two.certificatePem();
        assertThat(Pem.chain(text)).containsExactly(one.certificate(), two.certificate());
        assertThat(Pem.privateKey(text)).isEqualTo(two.key());
    }

    @Test
    void whatIsNoPem_isRefusedWithAReason() {
        assertThatThrownBy(() -> Pem.chain("hello"))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessage("failed to find any PEM data in certificate input");
        assertThatThrownBy(() -> Pem.privateKey(certificates.issue("a").certificatePem()))
                .hasMessage("found a certificate rather than a key in the PEM for the private key");
        assertThatThrownBy(() -> Pem.chain("-----BEGIN CERTIFICATE-----\nAAAA"))
                .hasMessage("failed to find any PEM data in certificate input");
        assertThatThrownBy(() -> Pem.chain(block("CERTIFICATE", new byte[] {1, 2, 3})))
                .isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> Pem.privateKey(block("PRIVATE KEY", new byte[] {1, 2, 3})))
                .hasMessageContaining("failed to parse private key");
        assertThatThrownBy(() -> Pem.privateKey(block("ENCRYPTED PRIVATE KEY", new byte[3])))
                .hasMessageContaining("encrypted");
    }

    @Test
    void damagedAuthorities_doNotSpoilTheRest() {
        var one = certificates.issue("a");
        String text =
                "-----BEGIN CERTIFICATE-----\nAAAA\n"
                        + block("CERTIFICATE", new byte[] {1, 2, 3})
                        + one.certificatePem()
                        + "-----BEGIN CERTIFICATE-----\nAAAA";
        assertThat(Pem.authorities(text)).containsExactly(one.certificate());
    }

    @Test
    void damagedEcKeys_areRefusedAtEveryLength() {
        String pem = certificates.issue("a").traditionalKeyPem();
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", ""));
        for (int length = 0; length < der.length; length++) {
            String cut = block("EC PRIVATE KEY", Arrays.copyOf(der, length));
            assertThatThrownBy(() -> Pem.privateKey(cut))
                    .as("cut after %d bytes", length)
                    .isInstanceOf(GeneralSecurityException.class);
        }
    }

    private static String block(String type, byte[] body) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(type, Base64.getEncoder().encodeToString(body), type);
    }
}
