// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The authorities that the system trusts, found as Go's {@code crypto/x509} does on Linux ({@code
 * root_unix.go}, {@code root_linux.go}): {@code SSL_CERT_FILE} or the first bundle that exists,
 * then every file of {@code SSL_CERT_DIR} or of the usual folders. A company's authority in the
 * system's store thus works here too; the runtime's own list serves only where there is no other.
 */
final class SystemRoots {
    private static final List<String> FILES =
            List.of(
                    "/etc/ssl/certs/ca-certificates.crt",
                    "/etc/pki/tls/certs/ca-bundle.crt",
                    "/etc/ssl/ca-bundle.pem",
                    "/etc/pki/tls/cacert.pem",
                    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
                    "/etc/ssl/cert.pem");
    private static final List<String> FOLDERS = List.of("/etc/ssl/certs", "/etc/pki/tls/certs");

    private SystemRoots() {}

    static List<X509Certificate> load() throws GeneralSecurityException {
        return load(System.getenv());
    }

    /** The same with another environment. */
    static List<X509Certificate> load(Map<String, String> environment)
            throws GeneralSecurityException {
        var encoded = new LinkedHashMap<String, byte[]>();
        String file = environment.getOrDefault("SSL_CERT_FILE", "");
        for (String path : file.isEmpty() ? FILES : List.of(file)) {
            if (add(Path.of(path), encoded)) {
                break;
            }
        }
        String folders = environment.getOrDefault("SSL_CERT_DIR", "");
        for (String folder : folders.isEmpty() ? FOLDERS : Arrays.asList(folders.split(":"))) {
            addAll(Path.of(folder), encoded);
        }
        var roots = new ArrayList<X509Certificate>();
        for (byte[] der : encoded.values()) {
            X509Certificate root = Pem.certificateOrNull(der);
            if (root != null) {
                roots.add(root);
            }
        }
        return roots.isEmpty() ? ofRuntime() : roots;
    }

    /** Takes what is readable; a damaged or forbidden file of the system is no reason to fail. */
    private static boolean add(Path file, Map<String, byte[]> into) {
        try {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            for (byte[] der : Pem.encodedCertificates(text)) {
                into.putIfAbsent(Base64.getEncoder().encodeToString(der), der);
            }
            return true;
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static void addAll(Path folder, Map<String, byte[]> into) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (!isLinkWithin(file) && Files.isRegularFile(file)) {
                    add(file, into);
                }
            }
        } catch (IOException | DirectoryIteratorException absent) {
            return;
        }
    }

    /** The links by hash that OpenSSL wants: their targets stand in the same folder. */
    private static boolean isLinkWithin(Path file) throws IOException {
        return Files.isSymbolicLink(file) && Files.readSymbolicLink(file).getNameCount() == 1;
    }

    private static List<X509Certificate> ofRuntime() throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return List.of(x509.getAcceptedIssuers());
            }
        }
        return List.of();
    }
}
