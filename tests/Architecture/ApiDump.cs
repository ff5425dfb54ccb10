using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace KetamineOutcomes.Architecture;

/// <summary>Writes the public API of an assembly as text: a line a member, each with its type, sorted, with nullability.</summary>
/// <remarks>What the compiler adds to a record (equality, cloning, printing) is said by the word <c>record</c>.</remarks>
internal static class ApiDump
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(short)] = "short",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
        [typeof(char)] = "char",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    public static string Write(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(WriteType(type)).Append('\n');
            foreach (var line in WriteMembers(type).Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(NameOf(type)).Append('.').Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string WriteType(Type type)
    {
        var isRecord = Array.Exists(type.GetMethods(Declared), method => method.Name == "PrintMembers" && IsGenerated(method));
        var kind = type.IsEnum ? "enum"
            : type.IsSubclassOf(typeof(Delegate)) ? "delegate"
            : type.IsInterface ? "interface"
            : type.IsValueType ? isRecord ? "record struct" : "struct"
            : isRecord ? "record" : "class";
        var modifier = type.IsEnum || type.IsSubclassOf(typeof(Delegate)) || type.IsInterface ? ""
            : type.IsValueType ? type.GetCustomAttribute<IsReadOnlyAttribute>() is null ? "" : "readonly "
            : type is { IsAbstract: true, IsSealed: true } ? "static "
            : type.IsAbstract ? "abstract "
            : type.IsSealed ? "sealed " : "";
        var bases = new List<string>();
        if (type is { IsValueType: false, BaseType: { } parent } && parent != typeof(object) && !type.IsSubclassOf(typeof(Delegate)))
        {
            bases.Add(NameOf(parent));
        }

        if (!type.IsEnum)
        {
            var inherited = type.BaseType?.GetInterfaces() ?? [];
            bases.AddRange(type.GetInterfaces()
                .Except(inherited)
                .Where(candidate => !(isRecord && candidate == typeof(IEquatable<>).MakeGenericType(type)))
                .Select(NameOf)
                .Order(StringComparer.Ordinal));
        }

        return $"{modifier}{kind} {type.Namespace}.{NameOf(type)}{(bases.Count == 0 ? "" : " : " + string.Join(", ", bases))}";
    }

    private static IEnumerable<string> WriteMembers(Type type)
    {
        if (type.IsEnum)
        {
            return type.GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(field => string.Create(CultureInfo.InvariantCulture, $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}"));
        }

        if (type.IsSubclassOf(typeof(Delegate)))
        {
            return [WriteMethod(type.GetMethod("Invoke")!)];
        }

        return type.GetFields(Declared).Where(field => field.IsPublic).Select(WriteField)
            .Concat(type.GetProperties(Declared).Where(property => property.GetAccessors(nonPublic: true).Any(IsVisible) && property.Name != "EqualityContract").Select(WriteProperty))
            .Concat(type.GetEvents(Declared).Where(e => IsVisible(e.AddMethod!)).Select(e => $"event {NameOf(e.EventHandlerType!)} {e.Name}"))
            .Concat(type.GetConstructors(Declared).Where(constructor => IsVisible(constructor) && !IsGenerated(constructor)).Select(WriteConstructor))
            .Concat(type.GetMethods(Declared).Where(method => IsVisible(method) && !IsAccessor(method) && !IsGenerated(method)).Select(WriteMethod));
    }

    private static bool IsGenerated(MemberInfo member) => member.GetCustomAttribute<CompilerGeneratedAttribute>() is not null;

    private static bool IsAccessor(MethodInfo method) =>
        method.IsSpecialName && (method.Name.StartsWith("get_", StringComparison.Ordinal) || method.Name.StartsWith("set_", StringComparison.Ordinal)
            || method.Name.StartsWith("add_", StringComparison.Ordinal) || method.Name.StartsWith("remove_", StringComparison.Ordinal));

    private static bool IsVisible(MethodBase method) =>
        method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed);

    private static string WriteField(FieldInfo field)
    {
        var type = Annotate(new NullabilityInfoContext().Create(field), field.FieldType);
        return field.IsLiteral
            ? $"{field.Name} = {Constant(field.GetRawConstantValue())} : const {type}"
            : $"{field.Name} : {(field.IsStatic ? "static " : "")}readonly {type}";
    }

    private static string WriteProperty(PropertyInfo property)
    {
        var accessors = new List<string>();
        if (property.GetMethod is { } getter && IsVisible(getter))
        {
            accessors.Add("get;");
        }

        if (property.SetMethod is { } setter && IsVisible(setter))
        {
            accessors.Add(setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init;" : "set;");
        }

        var any = property.GetAccessors(nonPublic: true)[0];
        var name = property.GetIndexParameters() is { Length: > 0 } indexes ? $"this[{Parameters(indexes)}]" : property.Name;
        return $"{name} {{ {string.Join(' ', accessors)} }} : {Modifiers(any)}{Annotate(new NullabilityInfoContext().Create(property), property.PropertyType)}";
    }

    private static string WriteConstructor(ConstructorInfo constructor) => $"new({Parameters(constructor.GetParameters())}){(constructor.IsPublic ? "" : " : protected")}";

    private static string WriteMethod(MethodInfo method)
    {
        var generic = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(NameOf))}>" : "";
        var extension = method.IsDefined(typeof(ExtensionAttribute), inherit: false) ? "this " : "";
        return $"{method.Name}{generic}({extension}{Parameters(method.GetParameters())}) : {Modifiers(method)}{Annotate(new NullabilityInfoContext().Create(method.ReturnParameter), method.ReturnType)}";
    }

    private static string Modifiers(MethodInfo method)
    {
        var access = method.IsPublic ? "" : "protected ";
        if (method.IsStatic)
        {
            return access + "static ";
        }

        if (method.IsAbstract)
        {
            return access + "abstract ";
        }

        var overrides = method.GetBaseDefinition().DeclaringType != method.DeclaringType;
        return access + (overrides ? "override " : method is { IsVirtual: true, IsFinal: false } ? "virtual " : "");
    }

    private static string Parameters(IEnumerable<ParameterInfo> parameters) => string.Join(", ", parameters.Select(parameter =>
    {
        var prefix = parameter.IsOut ? "out "
            : parameter.ParameterType.IsByRef ? parameter.IsIn ? "in " : "ref "
            : IsParams(parameter) ? "params " : "";
        var suffix = parameter.HasDefaultValue ? " = " + Constant(parameter.RawDefaultValue) : "";
        return $"{prefix}{Annotate(new NullabilityInfoContext().Create(parameter), parameter.ParameterType)} {parameter.Name}{suffix}";
    }));

    /// <summary>By name: before .NET 9 the compiler puts the second attribute into each assembly.</summary>
    private static bool IsParams(ParameterInfo parameter) =>
        parameter.CustomAttributes.Any(attribute => attribute.AttributeType.Name is "ParamArrayAttribute" or "ParamCollectionAttribute");

    private static string Constant(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => "default",
    };

    private static string Annotate(NullabilityInfo info, Type type)
    {
        if (type.IsByRef)
        {
            type = type.GetElementType()!;
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return NameOf(underlying) + "?";
        }

        var name = type is { IsGenericType: true, IsGenericTypeDefinition: false } && info.GenericTypeArguments.Length == type.GetGenericArguments().Length
            ? Generic(type, [.. type.GetGenericArguments().Zip(info.GenericTypeArguments, (argument, nullability) => Annotate(nullability, argument))])
            : NameOf(type);

        // A bare type parameter always reads as nullable.
        var isNullable = type is { IsValueType: false, IsGenericParameter: false } && (info.ReadState == NullabilityState.Nullable || info.WriteState == NullabilityState.Nullable);
        return isNullable ? name + "?" : name;
    }

    private static string NameOf(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (type.IsArray)
        {
            return NameOf(type.GetElementType()!) + "[]";
        }

        if (type.IsByRef)
        {
            return NameOf(type.GetElementType()!);
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return NameOf(underlying) + "?";
        }

        return type.IsGenericType ? Generic(type, [.. type.GetGenericArguments().Select(NameOf)]) : Plain(type);
    }

    private static string Generic(Type type, string[] arguments)
    {
        if (type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true)
        {
            return $"({string.Join(", ", arguments)})";
        }

        // Inner types of generic ones share their parents' arguments.
        var name = Plain(type.GetGenericTypeDefinition());
        var tick = name.IndexOf('`', StringComparison.Ordinal);
        if (tick < 0)
        {
            return name;
        }

        var end = tick + 1;
        while (end < name.Length && char.IsAsciiDigit(name[end]))
        {
            end++;
        }

        return $"{name[..tick]}<{string.Join(", ", arguments)}>{name[end..]}";
    }

    private static string Plain(Type type)
    {
        return type.DeclaringType is { } parent ? $"{Plain(parent)}.{type.Name}" : type.Name;
    }
}
