// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.testkit.TestCertificates;
import dev.forager.testkit.TestCertificates.Issued;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemRootsTest {
    @TempDir private Path folder;

    private final Issued one = new TestCertificates().authority();
    private final Issued two = new TestCertificates().authority();

    @Test
    void fileAndFoldersOfTheEnvironment_replaceTheUsualPlaces() throws Exception {
        Path store = Files.createDirectory(folder.resolve("store"));
        Path other = Files.createDirectory(folder.resolve("other"));
        String file = one.certificateFile(folder, "roots.pem");
        one.certificateFile(store, "again.pem");
        two.certificateFile(other, "two.pem");
        Files.writeString(store.resolve("broken.pem"), "-----BEGIN CERTIFICATE-----\nAAAA");

        var roots =
                SystemRoots.load(
                        Map.of("SSL_CERT_FILE", file, "SSL_CERT_DIR", store + ":" + other));

        assertThat(roots).containsExactly(one.certificate(), two.certificate());
    }

    @Test
    void linksToAnotherFolder_areFollowed() throws Exception {
        Path store = Files.createDirectory(folder.resolve("store"));
        Path target = Path.of(two.certificateFile(folder, "two.pem"));
        Files.createSymbolicLink(store.resolve("two.pem"), target);
        Files.createSymbolicLink(store.resolve("0a1b2c3d.0"), Path.of("two.pem"));

        var roots =
                SystemRoots.load(
                        Map.of(
                                "SSL_CERT_FILE",
                                folder.resolve("absent").toString(),
                                "SSL_CERT_DIR",
                                store.toString()));

        assertThat(roots).containsExactly(two.certificate());
    }

    @Test
    void withoutAnyFile_theRuntimesOwnListServes() throws Exception {
        String nowhere = folder.resolve("nowhere").toString();
        var roots = SystemRoots.load(Map.of("SSL_CERT_FILE", nowhere, "SSL_CERT_DIR", nowhere));
        assertThat(roots).hasSizeGreaterThan(20);
    }
}
