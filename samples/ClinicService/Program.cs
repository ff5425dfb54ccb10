// A clinic's service: dotnet run --project samples/ClinicService -- --urls http://127.0.0.1:8080
await ClinicService.ClinicApp.Build(args).RunAsync();
