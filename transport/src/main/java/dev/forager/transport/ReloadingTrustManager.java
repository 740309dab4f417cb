// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * PKIX validation against authorities that can be replaced while connections come in. Thread-safe.
 * Host names are checked by the JDK's manager inside, as the engine asks for; what it refuses is
 * said in the words of {@link CertificateProblems}.
 */
final class ReloadingTrustManager extends X509ExtendedTrustManager {
    private static final X509Certificate[] NO_HINTS = {};

    private final CertificateProblems problems = new CertificateProblems(InstantSource.system());
    private volatile X509ExtendedTrustManager delegate;

    ReloadingTrustManager(List<X509Certificate> authorities) throws GeneralSecurityException {
        delegate = pkix(authorities);
    }

    void replace(List<X509Certificate> authorities) throws GeneralSecurityException {
        delegate = pkix(authorities);
    }

    private static X509ExtendedTrustManager pkix(List<X509Certificate> authorities)
            throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        try {
            store.load(null, null);
        } catch (IOException impossible) {
            throw new GeneralSecurityException("an empty key store cannot be made", impossible);
        }
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry(String.valueOf(i), authorities.get(i));
        }
        var factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new GeneralSecurityException("the runtime has no PKIX trust manager");
    }

    /** One check of the JDK's. */
    private interface Check {
        void run(X509ExtendedTrustManager delegate) throws CertificateException;
    }

    private void check(X509Certificate[] chain, @Nullable String host, Check check)
            throws CertificateException {
        try {
            check.run(delegate);
        } catch (CertificateException refusal) {
            throw problems.explain(chain, host, refusal);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        check(chain, null, trust -> trust.checkClientTrusted(chain, authType));
    }

    @Override
    public void checkClientTrusted(
            X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        check(chain, null, trust -> trust.checkClientTrusted(chain, authType, socket));
    }

    @Override
    public void checkClientTrusted(
            X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        check(chain, null, trust -> trust.checkClientTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        check(chain, "", trust -> trust.checkServerTrusted(chain, authType));
    }

    @Override
    public void checkServerTrusted(
            X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        String host =
                socket instanceof SSLSocket tls
                        ? String.valueOf(tls.getHandshakeSession().getPeerHost())
                        : "";
        check(chain, host, trust -> trust.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(
            X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        String host = engine == null ? "" : String.valueOf(engine.getPeerHost());
        check(chain, host, trust -> trust.checkServerTrusted(chain, authType, engine));
    }

    /**
     * None: a server sends them to its clients as a hint, once read, which would be wrong after a
     * replacement. Without a hint a client offers what it has.
     */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return NO_HINTS;
    }
}
