// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import dev.forager.ottl.Converter;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.Default;
import dev.forager.ottl.Doc;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Getter;
import dev.forager.ottl.IntGetter;
import dev.forager.ottl.Named;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.Pure;
import dev.forager.ottl.StringGetter;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Converters of network addresses. */
final class Networks {
    static final List<Class<? extends OttlFunction>> ALL =
            List.of(CommunityId.class, IsInCidr.class);

    private Networks() {}

    @Pure
    @Named("IsInCIDR")
    @Doc("Whether an IP address lies in a network; a text that is no address never does.")
    record IsInCidr(
            @Doc("The address.") StringGetter target,
            @Doc("Networks such as 10.0.0.0/8.") List<StringGetter> networks)
            implements Converter {
        private static final String INVALID = "invalid CIDR address: ";

        /** The network of an argument for the item that the cursor stands on. */
        @FunctionalInterface
        private interface Network {
            IpNetwork at(Cursor cursor) throws EvaluationException;
        }

        @Override
        public Getter compile() {
            List<Network> known = new ArrayList<>();
            for (StringGetter network : networks) {
                String constant = network.constant();
                if (constant == null) {
                    known.add(cursor -> parsed(network.get(cursor)));
                } else {
                    IpNetwork parsed = IpNetwork.of(constant);
                    if (parsed == null) {
                        throw new IllegalArgumentException(INVALID + constant);
                    }
                    known.add(_ -> parsed);
                }
            }
            return cursor -> Value.of(isIn(target.get(cursor), known, cursor));
        }

        private static IpNetwork parsed(String text) throws EvaluationException {
            IpNetwork network = IpNetwork.of(text);
            if (network == null) {
                throw new EvaluationException(INVALID + text);
            }
            return network;
        }

        private static boolean isIn(String text, List<Network> networks, Cursor cursor)
                throws EvaluationException {
            byte[] address = IpNetwork.address(text);
            if (address == null) {
                return false;
            }
            for (Network network : networks) {
                if (network.at(cursor).contains(address)) {
                    return true;
                }
            }
            return false;
        }
    }

    @Pure
    @Named("CommunityID")
    @Doc("The Community ID of a connection; the same for both directions.")
    record CommunityId(
            @Doc("Address of one end.") StringGetter sourceIp,
            @Doc("Its port.") IntGetter sourcePort,
            @Doc("Address of the other end.") StringGetter destinationIp,
            @Doc("Its port.") IntGetter destinationPort,
            @Doc("ICMP, TCP, UDP, RSVP, ICMP6 or SCTP.") @Default("\"TCP\"") StringGetter protocol,
            @Doc("A number from 0 to 65535.") @Default("0") IntGetter seed)
            implements Converter {
        /** <a href="https://www.iana.org/assignments/protocol-numbers">Protocol numbers</a>. */
        private static final Map<String, Integer> PROTOCOLS =
                Map.of("ICMP", 1, "TCP", 6, "UDP", 17, "RSVP", 46, "ICMP6", 58, "SCTP", 132);

        @Override
        public Getter compile() {
            return cursor -> {
                var source = endpoint("source", sourceIp, sourcePort, cursor);
                var destination = endpoint("destination", destinationIp, destinationPort, cursor);
                String name = named("protocol", () -> protocol.get(cursor));
                Integer number = PROTOCOLS.get(name);
                if (number == null) {
                    throw new EvaluationException("unsupported protocol: " + name);
                }
                int start = inRange("seed", named("seed", () -> seed.get(cursor)));
                return Value.of(CommunityIds.of(start, number, source, destination));
            };
        }

        private static CommunityIds.Endpoint endpoint(
                String which, StringGetter ip, IntGetter port, Cursor cursor)
                throws EvaluationException {
            String text = named(which + " IP", () -> ip.get(cursor));
            int number = inRange(which + " port", named(which + " port", () -> port.get(cursor)));
            byte[] address = IpNetwork.address(text);
            if (address == null) {
                throw new EvaluationException("invalid %s IP: %s".formatted(which, text));
            }
            return new CommunityIds.Endpoint(address, number);
        }

        /** An argument. */
        @FunctionalInterface
        private interface Argument<T> {
            T get() throws EvaluationException;
        }

        private static <T> T named(String what, Argument<T> argument) throws EvaluationException {
            try {
                return argument.get();
            } catch (EvaluationException e) {
                throw new EvaluationException(
                        "failed to get %s: %s".formatted(what, e.getMessage()));
            }
        }

        private static int inRange(String what, long number) throws EvaluationException {
            if (number < 0 || number > 65535) {
                throw new EvaluationException(
                        "%s must be between 0 and 65535, got %d".formatted(what, number));
            }
            return (int) number;
        }
    }
}
