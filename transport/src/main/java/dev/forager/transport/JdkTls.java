// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * TLS for clients of the JDK. Immutable by agreement.
 *
 * @param context with the authorities and the own certificate
 * @param parameters with versions and suites
 */
public record JdkTls(SSLContext context, SSLParameters parameters) {}
