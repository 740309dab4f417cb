// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.packaging;

import com.linecorp.armeria.client.ClientTlsSpec;
import com.linecorp.armeria.internal.common.util.SslContextUtil;
import dev.forager.transport.client.DeferredSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Spares each start what Armeria does for TLS that nobody asked for: its two static client
 * factories and each of ours make TLS contexts when they are made, also where they speak plain
 * text. {@link LibraryJar} puts these classes in the place of the published ones.
 *
 * <ul>
 *   <li>Around every context Armeria puts a small Bouncy Castle among the security providers, for
 *       private keys in PEM that the JDK cannot read. The first of these computes a point on each
 *       named elliptic curve: a quarter of a second of CPU and 80 MB of garbage. Our keys come from
 *       {@code dev.forager.transport.Pem}: the method only calls what it was given.
 *   <li>Contexts without settings are {@link DeferredSslContext}s.
 *   <li>Whether TLS 1.3 is there is found out by setting TLS up, at every start: with a JDK 25 and
 *       our OpenSSL it is.
 * </ul>
 */
final class LeanArmeria {
    private static final ClassDesc KEYS =
            ClassDesc.of("com.linecorp.armeria.internal.common.util.MinifiedBouncyCastleProvider");
    private static final ClassDesc CONTEXTS = desc(SslContextUtil.class);
    private static final ClassDesc SUPPLIER = ClassDesc.of("java.util.function.Supplier");
    private static final ClassDesc SPEC = desc(ClientTlsSpec.class);
    private static final ClassDesc DEFERRED = desc(DeferredSslContext.class);

    private static final MethodTypeDesc CALL = MethodTypeDesc.of(ConstantDescs.CD_Object, SUPPLIER);
    private static final MethodTypeDesc CONTEXT = MethodTypeDesc.of(desc(SslContext.class), SPEC);
    private static final MethodTypeDesc VERSIONS =
            MethodTypeDesc.of(desc(Set.class), desc(SslProvider.class));

    private LeanArmeria() {}

    /**
     * By the name of a class file, what makes the changed class of the published one; it throws
     * {@link IllegalStateException} when the method is not there: see whether this Armeria still
     * does the same.
     */
    static Map<String, UnaryOperator<byte[]>> changes() {
        return Map.of(
                file(KEYS),
                published -> replaced(published, "call", CALL, LeanArmeria::onlyCall),
                file(CONTEXTS),
                published ->
                        replaced(
                                deferring(published),
                                "supportedTlsVersions",
                                VERSIONS,
                                LeanArmeria::bothVersions));
    }

    /** The class with another body of one method. */
    private static byte[] replaced(
            byte[] original, String name, MethodTypeDesc type, Consumer<CodeBuilder> body) {
        ClassModel model = having(original, name, type);
        return ClassFile.of()
                .transformClass(
                        model,
                        (target, element) -> {
                            if (element instanceof MethodModel method && is(method, name, type)) {
                                target.withMethodBody(name, type, method.flags().flagsMask(), body);
                            } else {
                                target.with(element);
                            }
                        });
    }

    /**
     * The class with its {@code toSslContext} under another name, behind one that defers where it
     * can.
     */
    private static byte[] deferring(byte[] original) {
        String name = "toSslContext";
        String atOnce = name + "AtOnce";
        ClassModel model = having(original, name, CONTEXT);
        return ClassFile.of()
                .transformClass(
                        model,
                        (target, element) -> {
                            if (element instanceof MethodModel method
                                    && is(method, name, CONTEXT)) {
                                int flags = method.flags().flagsMask();
                                target.withMethodBody(
                                        name, CONTEXT, flags, code -> deferOr(code, atOnce));
                                target.withMethod(
                                        atOnce,
                                        CONTEXT,
                                        flags,
                                        renamed -> method.forEach(renamed::with));
                            } else {
                                target.with(element);
                            }
                        });
    }

    /** {@code return defers(spec) ? new DeferredSslContext(spec) : atOnce(spec)}. */
    private static void deferOr(CodeBuilder code, String atOnce) {
        code.aload(0)
                .invokestatic(DEFERRED, "defers", MethodTypeDesc.of(ConstantDescs.CD_boolean, SPEC))
                .ifThenElse(
                        deferred ->
                                deferred.new_(DEFERRED)
                                        .dup()
                                        .aload(0)
                                        .invokespecial(
                                                DEFERRED,
                                                ConstantDescs.INIT_NAME,
                                                MethodTypeDesc.of(ConstantDescs.CD_void, SPEC))
                                        .areturn(),
                        now -> now.aload(0).invokestatic(CONTEXTS, atOnce, CONTEXT).areturn());
    }

    /** {@code return supplier.get()}. */
    private static void onlyCall(CodeBuilder code) {
        code.aload(0)
                .invokeinterface(SUPPLIER, "get", MethodTypeDesc.of(ConstantDescs.CD_Object))
                .areturn();
    }

    /** {@code return tlsVersion23}, as where TLS 1.3 was found. */
    private static void bothVersions(CodeBuilder code) {
        code.getstatic(
                        CONTEXTS,
                        "tlsVersion23",
                        ClassDesc.of(
                                "com.linecorp.armeria.internal.shaded.guava.collect.ImmutableSet"))
                .areturn();
    }

    private static ClassModel having(byte[] original, String name, MethodTypeDesc type) {
        ClassModel model = ClassFile.of().parse(original);
        if (model.methods().stream().noneMatch(method -> is(method, name, type))) {
            throw new IllegalStateException(
                    "%s: no method %s%s"
                            .formatted(
                                    model.thisClass().asInternalName(),
                                    name,
                                    type.displayDescriptor()));
        }
        return model;
    }

    private static boolean is(MethodModel method, String name, MethodTypeDesc type) {
        return method.methodName().equalsString(name) && method.methodTypeSymbol().equals(type);
    }

    private static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    private static String file(ClassDesc type) {
        String descriptor = type.descriptorString();
        return descriptor.substring(1, descriptor.length() - 1) + ".class";
    }
}
