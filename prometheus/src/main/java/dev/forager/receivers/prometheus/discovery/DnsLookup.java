// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.discovery;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;

/**
 * Records of the DNS, by the JDK's own client. Thread-safe: each lookup has a client of its own.
 */
final class DnsLookup {
    private static final String TIMEOUT_MILLIS = "2000";
    private static final String RETRIES = "2";

    private final String server;

    /**
     * A lookup.
     *
     * @param server such as {@code dns://127.0.0.1:53}; empty for those of the system
     */
    DnsLookup(String server) {
        this.server = server;
    }

    /** The records of a name in the form of zone files; none where there is no such name. */
    // The context is that of the DNS, whose answers are texts: nothing is deserialised.
    @SuppressWarnings("BanJNDI")
    List<String> records(String name, String type) throws NamingException {
        // The JDK's API wants this old table.
        @SuppressWarnings("JdkObsolete")
        var environment = new Hashtable<String, String>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put("com.sun.jndi.dns.timeout.initial", TIMEOUT_MILLIS);
        environment.put("com.sun.jndi.dns.timeout.retries", RETRIES);
        if (!server.isEmpty()) {
            environment.put(Context.PROVIDER_URL, server);
        }
        var context = new InitialDirContext(environment);
        try {
            Attribute found = context.getAttributes(name, new String[] {type}).get(type);
            return found == null ? List.of() : texts(found);
        } catch (NameNotFoundException none) {
            return List.of();
        } finally {
            context.close();
        }
    }

    private static List<String> texts(Attribute found) throws NamingException {
        List<String> texts = new ArrayList<>();
        NamingEnumeration<?> values = found.getAll();
        while (values.hasMore()) {
            texts.add(String.valueOf(values.next()));
        }
        texts.sort(null);
        return texts;
    }
}
